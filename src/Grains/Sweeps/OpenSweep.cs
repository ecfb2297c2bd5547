using SteerScope.Artifacts;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Grains.Sweeps;

/// <summary>A sweep under a term of its own: the book of leases, and what the disk has of it.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Store">Its artifacts.</param>
/// <param name="Sessions">The folders of its sessions.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="PlanDigest">What everybody must get who makes the plan.</param>
/// <param name="Book">Who works on what.</param>
/// <param name="Journal">The ledger.</param>
/// <param name="Term">The number of this term: whoever sees a higher one has been replaced.</param>
/// <param name="DeviceClass">Class of the devices that may run its model.</param>
public sealed record OpenSweep(
    SweepFolder Folder,
    ArtifactStore Store,
    SessionFolders Sessions,
    SweepPlan Plan,
    string PlanDigest,
    LeaseBook Book,
    LedgerJournal Journal,
    long Term,
    string DeviceClass) : IDisposable
{
    /// <summary>Fences a session and finds out what of it is done.</summary>
    /// <exception cref="IOException">The disk does not answer.</exception>
    public IReadOnlySet<int> Fence(long session, IReadOnlyList<int> items)
    {
        Sessions.Fence(session);
        return items.Where(item => Plan.Item(item).Outputs.All(output => Store.Has(output.Key))).ToHashSet();
    }

    /// <summary>Leaves the folder as a local run would.</summary>
    public void End(IReadOnlyList<ItemFailure> failures)
    {
        Folder.WriteFailures(failures);
        foreach (var session in Sessions.List())
        {
            Sessions.Fence(session);
        }

        Store.DeleteStale();
        Folder.DeleteStale();
        Folder.Cluster.Release(Term);
    }

    /// <inheritdoc/>
    public void Dispose() => Journal.Dispose();
}
