using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains.Messages;

/// <summary>What an attempt is to do.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Session">The session, whose folder takes what is not finished yet.</param>
/// <param name="Lease">The lease.</param>
[GenerateSerializer]
[Immutable]
[Alias("steerscope.order")]
public sealed record AttemptOrder(
    [property: Id(0)] string Sweep, [property: Id(1)] long Session, [property: Id(2)] Lease Lease);
