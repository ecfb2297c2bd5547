using SteerScope.Sweeps.Hosts;

namespace SteerScope.Sweeps.Leases;

/// <summary>Where a leased sweep stands, for people.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="Stages">Items by stage.</param>
/// <param name="Sessions">Who works for it.</param>
/// <param name="Failures">What failed for good.</param>
/// <param name="WaitsForModel">Whether items that need the model wait and nobody takes them.</param>
/// <param name="WaitsForMerging">Whether other items wait and nobody takes them.</param>
/// <param name="Hindrance">What the disk or the cluster last said, while a session waits because of it; null otherwise.</param>
public sealed record LeaseSnapshot(
    ClusterPhase Phase,
    IReadOnlyList<StageCount> Stages,
    IReadOnlyList<SessionSnapshot> Sessions,
    IReadOnlyList<ItemFailure> Failures,
    bool WaitsForModel,
    bool WaitsForMerging,
    string? Hindrance);
