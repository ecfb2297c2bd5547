using SteerScope.Sweeps.Hosts;

namespace SteerScope.Sweeps.Leases;

/// <summary>What became of a lease.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="End">How it ended.</param>
/// <param name="Failure">What failed; null unless <paramref name="End"/> is <see cref="LeaseEnd.Failed"/> or <see cref="LeaseEnd.Hindered"/>.</param>
public sealed record LeaseReport(Lease Lease, LeaseEnd End, ItemFailure? Failure = null);
