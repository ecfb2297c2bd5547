using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>How far a stage is. What is in no count but the total waits for earlier stages.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Total">Items.</param>
/// <param name="Done">Items all of whose outputs are committed.</param>
/// <param name="Running">Items that somebody works on.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Ready">Items that may be taken.</param>
/// <param name="Blocked">Items that cannot start because they read what a failed one should have made.</param>
public sealed record StageCount(SweepStage Stage, int Total, int Done, int Running, int Failed, int Ready, int Blocked);
