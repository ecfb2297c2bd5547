using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>An item that could not be finished.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Attempts">Attempts in this run.</param>
/// <param name="Details">Where in the program it happened, for reports of faults of ours; null when the reason says it all.</param>
public sealed record ItemFailure(string Item, string Reason, int Attempts, string? Details = null)
{
    /// <summary>Describes what an attempt ended with.</summary>
    public static ItemFailure Of(WorkItem item, Exception error, int attempt) => error switch
    {
        InputException or ArtifactException or IOException or UnauthorizedAccessException => new(item.Id, error.Message, attempt),
        OperationCanceledException => new(item.Id, "it was cancelled", attempt),
        OutOfMemoryException => new(item.Id, "memory ran out; fewer compute.workers or smaller compute.batch_tokens need less", attempt, error.ToString()),
        _ => new(item.Id, $"a fault in the program, {error.GetType().Name}: {error.Message}", attempt, error.ToString()),
    };
}
