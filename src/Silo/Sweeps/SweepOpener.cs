using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Grains.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Silo.Sweeps;

/// <inheritdoc cref="ISweepOpener"/>
internal sealed class SweepOpener(SweepShelf shelf, SiloOptions silo, LeaseOptions options, TimeProvider time) : ISweepOpener
{
    /// <inheritdoc/>
    public OpenSweep Open(string sweep, SweepSubmission submission, bool forget)
    {
        var shelved = shelf.Get(submission);
        var (folder, plan) = (shelved.Folder, shelved.Plan);
        var term = folder.Cluster.Claim(silo.Cluster, sweep);
        var sessions = folder.OpenSessions();
        var past = LedgerFile.Read(folder.Ledger).With(sessions.List().ToHashSet(), forget);
        foreach (var session in sessions.List().Except(past.Sessions.Select(s => s.Session)))
        {
            // The ledger does not know it, so nobody can say what it works on: it must not commit any more.
            sessions.Fence(session);
        }

        var store = folder.OpenStore();
        store.DeleteStale(keepSessions: true);
        var spec = shelved.Sweep.Spec;
        folder.WriteSpec(spec);
        folder.WriteFailures([.. past.Failures.Values]);
        var book = new LeaseBook(plan, new Schedule(plan, store), term, past, options, time);
        var journal = new LedgerJournal(LedgerFile.Begin(folder.Ledger, term, past));
        return new OpenSweep(
            folder, store, sessions, plan, plan.Digest, book, journal, term, DeviceClass.Wanted(spec.Compute.Device, spec.Compute.Gpu));
    }
}
