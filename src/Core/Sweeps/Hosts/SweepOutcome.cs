using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>How a run ended.</summary>
/// <param name="Failures">Items that failed.</param>
/// <param name="Blocked">Items that could not start because they read what a failed one should have made.</param>
public sealed record SweepOutcome(IReadOnlyList<ItemFailure> Failures, IReadOnlyList<WorkItem> Blocked)
{
    /// <summary>Whether everything is done.</summary>
    public bool Complete => Failures.Count == 0 && Blocked.Count == 0;
}
