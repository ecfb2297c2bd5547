using System.Diagnostics;
using SteerScope.Client.Commands;
using SteerScope.Client.Composition;
using SteerScope.Planted;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Cluster;

/// <summary>
/// The demo on a cluster of this machine: several members, one of which is killed midway, and at the end the tables are
/// compared with those of a local run, byte by byte.
/// </summary>
internal static class ClusterDemo
{
    /// <summary>Runs it.</summary>
    /// <param name="root">Where the model and both results go.</param>
    /// <param name="silos">Number of members, at least two.</param>
    /// <param name="json">Whether output is for machines.</param>
    public static int Run(string root, int silos, bool json)
    {
        var spec = SpecFile.Load(Path.Combine(root, PlantedWorld.SpecFileName));
        var clustered = spec with { Out = Path.Combine(root, "cluster-results") };
        if (Directory.Exists(clustered.Out))
        {
            // Work that is done is not done again, and there would be nothing to see.
            Directory.Delete(clustered.Out, recursive: true);
        }

        var access = new ClusterAccess($"localhost:demo-{Environment.ProcessId}", null, null, null, null);
        var members = Enumerable.Range(1, silos).Select(i => Start(access, root, i)).ToList();
        try
        {
            members.ForEach(member => member.WaitUntilReady());
            using var killing = new CancellationTokenSource();
            var killer = Task.Run(() => KillMidway(members[^1], clustered.Out, killing.Token));
            var code = Clusters.Run(access, clustered, json);
            killing.Cancel();
            killer.GetAwaiter().GetResult();
            if (code != ExitCode.Done)
            {
                return code;
            }
        }
        finally
        {
            members.ForEach(member => member.Dispose());
        }

        Say(json, "the same sweep on this machine alone, to compare");
        var local = SweepSession.Run(spec, json);
        return local == ExitCode.Done ? Compare(new SweepFolder(SpecPaths.Full(spec, spec.Out)).Tables, new SweepFolder(clustered.Out).Tables, json) : local;
    }

    private static Member Start(ClusterAccess access, string root, int number) => new(access.Address, Path.Combine(root, $"silo-{number}.log"));

    // As soon as the first results of the members are there, and long before the last.
    private static async Task KillMidway(Member member, string folder, CancellationToken cancellation)
    {
        var captures = Path.Combine(folder, "artifacts", "capture");
        while (!cancellation.IsCancellationRequested)
        {
            if (Directory.Exists(captures) && Directory.EnumerateFiles(captures).Any())
            {
                member.Kill();
                Console.Out.WriteLine($"killed the member with process id {member.Id}, in the middle of its work");
                return;
            }

            await Task.Delay(20, CancellationToken.None);
        }
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

        Say(json, $"all {ours.Length} files of the tables are byte-identical to those of a local run");
        return ExitCode.Done;
    }

    private static void Say(bool json, string text)
    {
        if (!json)
        {
            Console.Out.WriteLine(text);
        }
    }

    /// <summary>A member in a process of its own.</summary>
    private sealed class Member : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
        private readonly Process _process;
        private readonly StreamWriter _log;
        private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Member(string cluster, string log)
        {
            _log = new StreamWriter(log);
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            {
                start.ArgumentList.Add(typeof(ClusterDemo).Assembly.Location);
            }

            foreach (var argument in new[] { "silo", "--cluster", cluster, "--threads", "1" })
            {
                start.ArgumentList.Add(argument);
            }

            _process = new Process { StartInfo = start, EnableRaisingEvents = true };
            _process.OutputDataReceived += (_, line) => Heard(line.Data);
            _process.ErrorDataReceived += (_, line) => Heard(line.Data);
            _process.Exited += (_, _) => _ready.TrySetResult(false);
            _process.Start();
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public int Id => _process.Id;

        public void WaitUntilReady()
        {
            if (!_ready.Task.Wait(Patience) || !_ready.Task.Result)
            {
                throw new InputException($"a member of the demo's cluster did not start; {((FileStream)_log.BaseStream).Name} says why.");
            }
        }

        public void Kill() => _process.Kill(entireProcessTree: true);

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }

            _process.Dispose();
            lock (_log)
            {
                _log.Dispose();
            }
        }

        private void Heard(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (_log)
            {
                if (_log.BaseStream is { CanWrite: true })
                {
                    _log.WriteLine(line);
                    _log.Flush();
                }
            }

            if (line.StartsWith("member of ", StringComparison.Ordinal))
            {
                _ready.TrySetResult(true);
            }
        }
    }
}
