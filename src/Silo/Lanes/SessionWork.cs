using SteerScope.Artifacts;
using SteerScope.Silo.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Results;
using SteerScope.Tables;

namespace SteerScope.Silo.Lanes;

/// <summary>What a session does with a lease: the same work items that a local run does.</summary>
/// <param name="shelved">The sweep.</param>
/// <param name="runner">Does an item; it commits into the session's folder.</param>
/// <param name="tables">Who writes table files.</param>
/// <param name="version">Version of the program.</param>
/// <param name="session">The session.</param>
internal sealed class SessionWork(ShelvedSweep shelved, ItemRunner runner, ITableFormat tables, string version, long session)
{
    /// <summary>Works on a lease, and says how it ended; never throws.</summary>
    public LeaseReport Run(Lease lease, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (lease.Item == Lease.Results)
            {
                new SweepResults(shelved.Sweep, shelved.Folder.OpenStore(), shelved.Folder, tables, version, session).Write(cancellation);
            }
            else
            {
                runner(shelved.Plan.Item(lease.Item), lease.Epoch, cancellation);
            }

            return new LeaseReport(lease, LeaseEnd.Done);
        }
        catch (Exception e) when (e is OperationCanceledException or SessionFencedException)
        {
            return new LeaseReport(lease, LeaseEnd.HandedBack);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new LeaseReport(lease, LeaseEnd.Hindered, new ItemFailure(NameOf(lease), e.Message, 1));
        }
        catch (Exception e)
        {
            return new LeaseReport(lease, LeaseEnd.Failed, lease.Item == Lease.Results
                ? new ItemFailure("results", e.Message, 1, e.ToString())
                : ItemFailure.Of(shelved.Plan.Item(lease.Item), e, 1));
        }
    }

    private string NameOf(Lease lease) => lease.Item == Lease.Results ? "results" : shelved.Plan.Item(lease.Item).Id;
}
