using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains.Messages;

/// <summary>Where a sweep stands.</summary>
/// <param name="Sweep">Its id.</param>
/// <param name="Out">Its output folder on the cluster's machines.</param>
/// <param name="Preparing">Whether its inputs are still being read; the rest is empty then.</param>
/// <param name="Problem">Why it could not be prepared: one sentence; null when it could.</param>
/// <param name="DeviceClass">Class of the devices that may run its model.</param>
/// <param name="Snapshot">The rest.</param>
/// <param name="FailureCount">Number of all failures; the snapshot has the first ones.</param>
/// <param name="Unable">Devices that cannot work for it, and why.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.status")]
public sealed record SweepStatus(
    [property: Id(0)] string Sweep,
    [property: Id(1)] string Out,
    [property: Id(2)] bool Preparing,
    [property: Id(3)] string? Problem,
    [property: Id(4)] string DeviceClass,
    [property: Id(5)] LeaseSnapshot? Snapshot,
    [property: Id(6)] int FailureCount,
    [property: Id(7)] IReadOnlyList<string> Unable)
{
    /// <summary>What the disk or the cluster last said, while it is in the way; null when nothing is.</summary>
    [Id(8)]
    public string? Hindrance { get; init; }

    /// <summary>Where the member listens that keeps the sweep's books: its log tells of them.</summary>
    [Id(9)]
    public string? Keeper { get; init; }
}
