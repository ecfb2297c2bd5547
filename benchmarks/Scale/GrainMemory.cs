using System.Diagnostics;
using SteerScope.Artifacts;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Scale;

/// <summary>What a sweep keeps in memory: its prepared inputs, which every member has once, and the book of the sweep's grain.</summary>
/// <param name="Items">Items of the plan.</param>
/// <param name="Prepared">Bytes of the inputs and the plan.</param>
/// <param name="Book">Bytes of schedule and leases, with all sessions full.</param>
/// <param name="Preparing">How long preparing took.</param>
/// <param name="Exchange">CPU time of the book for an exchange that reports 16 items and leases 16, without disk and network.</param>
internal sealed record GrainMemory(int Items, long Prepared, long Book, TimeSpan Preparing, TimeSpan Exchange)
{
    private const int Batch = 16;

    /// <summary>Measures.</summary>
    public static GrainMemory Measure(SweepSpec spec, int sessions)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var folder = new SweepFolder(Path.Combine(spec.Folder, "memory"));
        var sweep = SweepPreparer.Prepare(spec, spec.Compute.Device, FileDigests.Open(Path.Combine(folder.Root, "digests.json")));
        var plan = SweepPlanner.Plan(sweep);
        var preparing = Stopwatch.GetElapsedTime(started);
        var prepared = GC.GetTotalMemory(forceFullCollection: true);
        var book = new LeaseBook(plan, new Schedule(plan, folder.OpenStore()), 1, LedgerState.Of([]), new LeaseOptions(), TimeProvider.System);
        ExchangeReply[] held = new ExchangeReply[sessions];
        long[] ids = new long[sessions];
        for (var i = 0; i < sessions; i++)
        {
            ids[i] = book.Open(new SessionOwner($"process-{i}", $"device-{i}", RunsModel: true, Merges: true, Lanes: 1));
            held[i] = book.Exchange(new ExchangeRequest(ids[i], 1, [], [], Batch));
        }

        book.TakeUnwritten();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        var exchange = Exchanges(book, ids, held, Math.Min(2000, plan.Count / (2 * Batch)));
        GC.KeepAlive(sweep);
        return new GrainMemory(plan.Count, prepared - before, after - prepared, preparing, exchange);
    }

    private static TimeSpan Exchanges(LeaseBook book, long[] ids, ExchangeReply[] held, int count)
    {
        var started = Stopwatch.GetTimestamp();
        for (var k = 0; k < count; k++)
        {
            var i = k % ids.Length;
            held[i] = book.Exchange(new ExchangeRequest(
                ids[i], 2 + k, [], [.. held[i].Granted.Select(lease => new LeaseReport(lease, LeaseEnd.Done))], Batch));
            book.TakeUnwritten();
        }

        return Stopwatch.GetElapsedTime(started) / Math.Max(1, count);
    }
}
