using System.Collections.Concurrent;
using SteerScope.Grains.Attempts;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Silo.Tests.Placement;

/// <summary>Remembers what a member was asked to do.</summary>
internal sealed class RecordingLanes : ILanes
{
    public ConcurrentBag<Lease> Leases { get; } = [];

    public Task<LeaseReport> RunAsync(AttemptOrder order, CancellationToken cancellation)
    {
        Leases.Add(order.Lease);
        return Task.FromResult(new LeaseReport(order.Lease, LeaseEnd.Done));
    }
}
