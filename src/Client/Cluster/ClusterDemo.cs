using System.Text.Json;
using SteerScope.Client.Commands;
using SteerScope.Client.Progress;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Cluster;

/// <summary>
/// The demo on a cluster of this machine: several members, one of which is killed midway, and at the end the tables are
/// compared with those of a local run, byte by byte.
/// </summary>
internal static class ClusterDemo
{
    private static readonly TimeSpan TidyUp = TimeSpan.FromSeconds(15);

    /// <summary>Runs it.</summary>
    /// <param name="root">Where the model is and both results go.</param>
    /// <param name="spec">The sweep.</param>
    /// <param name="silos">Number of members, at least two.</param>
    /// <param name="json">Whether output is for machines.</param>
    public static int Run(string root, SweepSpec spec, int silos, bool json)
    {
        var clustered = spec with { Out = Path.Combine(root, "cluster-results") };
        if (Directory.Exists(clustered.Out))
        {
            // Work that is done is not done again, and there would be nothing to see.
            Directory.Delete(clustered.Out, recursive: true);
        }

        Say(json, "starting", $"Starting a cluster of {silos} members on this machine, each a process of its own; what they say is in {Path.Combine(root, "silo-*.log")}.");
        var access = new ClusterAccess($"localhost:demo-{Environment.ProcessId}", null, null, null, null);
        var members = Enumerable.Range(1, silos).Select(i => Start(access, root, i)).ToList();
        try
        {
            members.ForEach(member => member.WaitUntilReady());
            Say(json, "submitting", "Handing the sweep in. One member will be killed (kill -9) while it works.");
            DemoMember? killed = null;
            var code = ClusterRuns.Run(access, clustered, json, status => killed ??= KillOneAtWork(status, members, json));
            if (code != ExitCode.Done)
            {
                return code;
            }

            // The members tidy up a moment after they have said that all is done.
            var folder = new SweepFolder(clustered.Out);
            SpinWait.SpinUntil(() => folder.Cluster.Read() is null, TidyUp);
            Say(json, "finished", killed is null
                ? "The sweep was done before a member could be killed."
                : "The sweep is done, by those that were left. Now without a cluster, to compare:");
        }
        finally
        {
            members.ForEach(member => member.Dispose());
        }

        var local = SweepSession.Run(spec, json);
        return local == ExitCode.Done ? Compare(new SweepFolder(SpecPaths.Full(spec, spec.Out)).Tables, new SweepFolder(clustered.Out).Tables, json) : local;
    }

    private static DemoMember Start(ClusterAccess access, string root, int number) => new(access.Address, Path.Combine(root, $"silo-{number}.log"));

    // Once something is done, and of a member that holds items, which its death takes with it.
    private static DemoMember? KillOneAtWork(SweepStatus status, List<DemoMember> members, bool json)
    {
        if (status.Snapshot is not { Phase: ClusterPhase.Items } snapshot || snapshot.Stages.All(stage => stage.Done == 0))
        {
            return null;
        }

        var session = snapshot.Sessions.LastOrDefault(s => s.Items.Count > 0);
        var member = session is null ? null : members.Find(m => m.Port == MemberNames.PortOf(session.Owner));
        if (member is not null)
        {
            member.Kill();
            Say(json, "killed", $"Killed the member at port {member.Port} while it held {session!.Items[0]}; the others take over when they miss it.");
        }

        return member;
    }

    private static int Compare(string local, string clustered, bool json)
    {
        string[] Names(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
        var (ours, theirs) = (Names(local), Names(clustered));
        var differ = ours.Union(theirs).Where(f => !ours.Contains(f) || !theirs.Contains(f) || !File.ReadAllBytes(Path.Combine(local, f)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(clustered, f)))).ToArray();
        if (differ.Length > 0)
        {
            Console.Error.WriteLine($"steerscope: {differ.Length} of {ours.Length} table files differ from those of a local run, {differ[0]} first.");
            return ExitCode.FailedItems;
        }

        Say(json, "identical", $"All {ours.Length} files of the tables are the same, byte for byte: the kill lost nothing, and nothing was counted twice.");
        return ExitCode.Done;
    }

    private static void Say(bool json, string kind, string text)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { @event = kind, text }));
        }
        else
        {
            Terminal.Say(text);
        }
    }
}
