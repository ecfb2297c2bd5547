using System.Diagnostics;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Scale;

/// <summary>Runs the sweep, kills a member, and prints what was seen.</summary>
internal static class Measurement
{
    private const double MiB = 1024 * 1024;

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(ScaleOptions options)
    {
        try
        {
            Say("machine", Machine.Describe(options.Folder));
            var spec = Workload.Write(options.Folder, options.Shards);
            var memory = GrainMemory.Measure(spec, options.Members);
            Say("plan", $"{memory.Items} items, prepared in {memory.Preparing.TotalSeconds:F1} s");
            Say("prepared inputs", $"{memory.Prepared / MiB:F1} MiB, once per member");
            Say("book of the grain", $"{memory.Book / MiB:F2} MiB, {(double)memory.Book / memory.Items:F2} bytes per item");
            Say("an exchange in the book", $"{memory.Exchange.TotalMicroseconds:F0} us for 16 items reported and 16 leased");
            if (!options.MemoryOnly)
            {
                await using var cluster = await ScaleCluster.StartAsync(options.Members, options.ShardMs);
                await RunAsync(cluster, options, spec);
            }

            return 0;
        }
        finally
        {
            if (Directory.Exists(options.Folder))
            {
                Directory.Delete(options.Folder, recursive: true);
            }
        }
    }

    private static async Task RunAsync(ScaleCluster cluster, ScaleOptions options, SweepSpec spec)
    {
        var submission = new SweepSubmission(SpecFile.ToYaml(spec), Path.GetFullPath(spec.Folder), new SweepFolder(SpecPaths.Full(spec, spec.Out)).Root);
        var sweep = cluster.Grains.GetGrain<ISweepGrain>(await cluster.Grains.GetGrain<ICatalogGrain>(0).Submit(submission));
        var begun = Stopwatch.GetTimestamp();
        var limit = TimeSpan.FromSeconds(options.LimitSeconds);
        var opened = await ScaleCluster.UntilAsync(async () => await DoneAsync(sweep) > 0, limit);
        Say("first shard done", opened is { } o ? $"{o.TotalSeconds:F1} s after the sweep was handed in" : "not in time");
        var home = await cluster.HostOfAsync(sweep) ?? throw new InvalidOperationException("the sweep has no grain");

        // The middle of the run: all members work, and none has run out of it.
        await ScaleCluster.UntilAsync(async () => await DoneAsync(sweep) >= options.Shards / 4, limit - Stopwatch.GetElapsedTime(begun));
        var (first, cpu, all, from) = (await DoneAsync(sweep), cluster.Members[home].Use.CpuSeconds, cluster.CpuSeconds, Stopwatch.GetTimestamp());
        await ScaleCluster.UntilAsync(async () => await DoneAsync(sweep) >= options.Shards * 3 / 4, limit - Stopwatch.GetElapsedTime(begun));
        var (last, use, allUse, seconds) = (await DoneAsync(sweep), cluster.Members[home].Use, cluster.CpuSeconds, Stopwatch.GetElapsedTime(from).TotalSeconds);
        Say("throughput", $"{(last - first) / seconds:F0} shards/s over {last - first} shards, with {(await sweep.Status()).Snapshot!.Sessions.Count} sessions");
        Say("all members", $"{1000 * (allUse - all) / (last - first):F2} ms of CPU per shard, so that {Environment.ProcessorCount} cores can do {Environment.ProcessorCount * (last - first) / (allUse - all):F0} shards/s");
        Say("member with the grain", $"{100 * (use.CpuSeconds - cpu) / seconds:F0} % of a core, heap {use.Heap / MiB:F1} MiB, working set {use.WorkingSet / MiB:F0} MiB");
        var other = cluster.Members.First(m => m.Key != home).Value.Use;
        Say("another member", $"heap {other.Heap / MiB:F1} MiB, working set {other.WorkingSet / MiB:F0} MiB");
        await KillAsync(cluster, sweep, home);
        await sweep.Cancel();
    }

    private static async Task KillAsync(ScaleCluster cluster, ISweepGrain sweep, string home)
    {
        var sessions = (await sweep.Status()).Snapshot!.Sessions;
        var victim = sessions.FirstOrDefault(s => s.Owner.Process != home);
        if (victim is null)
        {
            Say("a member killed", "there was none with a session and without the grain");
            return;
        }

        cluster.Members[victim.Owner.Process].Kill();
        var noticed = await ScaleCluster.UntilAsync(
            async () => (await sweep.Status()).Snapshot!.Sessions.All(s => s.Session != victim.Session), TimeSpan.FromMinutes(2));
        Say("a member killed", noticed is { } n ? $"fenced, and its leases free, {n.TotalSeconds:F1} s after kill -9" : "not noticed within two minutes");
    }

    private static async Task<int> DoneAsync(ISweepGrain sweep)
    {
        var status = await sweep.Status();
        return status.Problem is { } problem
            ? throw new InputException(problem)
            : status.Snapshot?.Stages.FirstOrDefault(s => s.Stage == SweepStage.Capture)?.Done ?? 0;
    }

    private static void Say(string what, string value) => Console.Out.WriteLine($"{what,-24} {value}");
}
