using System.Diagnostics;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Security;
using SteerScope.Silo.Tests.Security;
using SteerScope.Silo.Tests.Support;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Deploy;

/// <summary>The scripts of deploy/, run against stand-ins of SLURM and of the command.</summary>
public sealed class ScriptTests : IDisposable
{
    private static readonly string Folder = Path.Combine(SharedData.ProjectRoot, "deploy");

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [BashFact]
    public async Task Scripts_Syntax_IsBashs()
    {
        foreach (var script in new[] { "make-certificates", "docker/up", "slurm/steerscope.sbatch" })
        {
            Assert.Equal(0, (await RunAsync("-n", Path.Combine(Folder, script))).Code);
        }
    }

    [BashFact]
    public async Task MakeCertificates_Twice_KeepsWhatIsThereAndIsGoodForACluster()
    {
        var security = _temp["security"];
        Assert.Equal(0, (await RunAsync(Path.Combine(Folder, "make-certificates"), security, "2")).Code);
        var before = Directory.GetFiles(security).ToDictionary(file => file, File.ReadAllText);
        Assert.Equal(0, (await RunAsync(Path.Combine(Folder, "make-certificates"), security)).Code);

        Assert.Equal(before, Directory.GetFiles(security).ToDictionary(file => file, File.ReadAllText));
        Assert.Empty(Directory.GetFiles(security, "*.new"));
        foreach (var file in before.Keys.Where(_ => !OperatingSystem.IsWindows()))
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }

        var silo = Load(security, "silo");
        var client = Load(security, "client");
        Assert.True(await OpensAsync(silo, silo, ConnectionKind.Silo));
        Assert.True(await OpensAsync(client, silo, ConnectionKind.Gateway));
        Assert.True(await OpensAsync(ClusterSecurity.Load(null, null, Path.Combine(security, "ca.pem"), Path.Combine(security, "secret")), silo, ConnectionKind.Gateway));
        Assert.False(await OpensAsync(client, silo, ConnectionKind.Silo));
        Assert.False(await OpensAsync(silo, client, ConnectionKind.Gateway));
    }

    [BashFact]
    public async Task Slurm_ASweep_RunsOneSiloPerTaskAndStopsThemAfterIt()
    {
        var (code, log) = await RunSlurmAsync(clientExit: 0);

        Assert.Equal(0, code);
        var silos = log.Where(line => line.StartsWith("silo --", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, silos.Length);
        Assert.Equal(2, log.Count(line => line == "silo stopped"));
        foreach (var words in silos.Select(line => line.Split(' ')))
        {
            Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, KnownOptions.Silo));
            Assert.Equal("cuda:0", After(words, "--device"));
            Assert.Equal("127.0.0.1", After(words, "--bind"));
            Assert.Equal($"file://{_temp.Path}/shared/clusters/job-77", After(words, "--cluster"));
            Assert.Equal(After(words, "--cluster"), ClusterAddress.Parse(After(words, "--cluster")).ToString());
            _ = ClusterSecurity.Load(After(words, "--tls-cert"), After(words, "--tls-key"), After(words, "--tls-ca"), After(words, "--secret-file"));
        }

        var run = Assert.Single(log, line => line.StartsWith("run ", StringComparison.Ordinal)).Split(' ');
        Assert.Equal("spec.yaml", run[1]);
        Assert.All(run.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains(option, KnownOptions.Client.Append("--workers")));
        Assert.Equal(After(silos[0].Split(' '), "--cluster"), After(run, "--cluster"));
        Assert.Contains("srun --ntasks-per-node 2 --gpus-per-task 1 --cpus-per-task 8 --kill-on-bad-exit=0 --no-kill bash -c silo", log);
    }

    [BashFact]
    public async Task Slurm_AFailedSweep_EndsWithItsExitCode() => Assert.Equal(3, (await RunSlurmAsync(clientExit: 3)).Code);

    [BashFact]
    public async Task Slurm_TimeIsOver_StopsAllAndGoesBackToTheQueue()
    {
        var (code, log) = await RunSlurmAsync(clientExit: null);

        Assert.Equal(143, code);
        Assert.Equal(2, log.Count(line => line == "silo stopped"));
        Assert.Contains("run stopped", log);
        Assert.Equal("scontrol requeue 77", log[^1]);
    }

    private static string After(string[] words, string option) => words[Array.IndexOf(words, option) + 1];

    private static ClusterSecurity Load(string folder, string name) => ClusterSecurity.Load(
        Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"), Path.Combine(folder, "ca.pem"), Path.Combine(folder, "secret"));

    private static async Task<bool> OpensAsync(ClusterSecurity connecting, ClusterSecurity accepting, ConnectionKind kind)
    {
        await using var connection = new TestConnection();
        var accept = connection.AcceptAsync(accepting, kind);
        var refused = await Record.ExceptionAsync(() => connection.ConnectAsync(connecting, kind));
        return await accept is not null && refused is null;
    }

    // Stand-ins that write down how they were called. A silo and an endless client wait for SIGTERM; the client of a test
    // without an exit code tells the batch script that its time is over, as SLURM does.
    private async Task<(int Code, string[] Log)> RunSlurmAsync(int? clientExit)
    {
        var log = _temp["log"];
        Write("steerscope", $$"""
            case "$1" in
              --version) exit 0 ;;
              silo) echo "$*" >>{{log}}; touch {{_temp.Path}}/ready-$$; trap 'echo "silo stopped" >>{{log}}; exit 0' TERM; while :; do sleep 0.05; done ;;
              run)
                until [ "$(ls {{_temp.Path}}/ready-* 2>/dev/null | wc -l)" = 2 ]; do sleep 0.05; done
                echo "$*" >>{{log}}
                if [ -n "{{clientExit}}" ]; then exit {{clientExit ?? 0}}; fi
                trap 'echo "run stopped" >>{{log}}; exit 143' TERM
                kill -USR1 "$PPID"
                while :; do sleep 0.05; done ;;
            esac
            """);
        Write("bin/srun", $$"""
            echo "srun $*" >>{{log}}
            while [ "$1" != bash ]; do shift; done
            pids=()
            for task in 1 2; do SLURMD_NODENAME=localhost "$@" & pids+=($!); done
            trap 'kill -TERM "${pids[@]}"' TERM
            for pid in "${pids[@]}"; do while kill -0 "$pid" 2>/dev/null; do wait "$pid"; done; done
            """);
        Write("bin/scontrol", $"""echo "scontrol $*" >>{log}""");
        Write("bin/getent", """echo "127.0.0.1 STREAM localhost" """);

        var (code, _) = await RunAsync(
            [Path.Combine(Folder, "slurm", "steerscope.sbatch"), "spec.yaml", "--workers", "2"],
            ("PATH", _temp["bin"] + ":" + Environment.GetEnvironmentVariable("PATH")),
            ("SHARED", _temp["shared"]),
            ("STEERSCOPE", _temp["steerscope"]),
            ("STEERSCOPE_DEPLOY", Folder),
            ("SLURM_JOB_ID", "77"),
            ("SLURM_GPUS_ON_NODE", "2"),
            ("SLURM_CPUS_ON_NODE", "16"));
        return (code, await File.ReadAllLinesAsync(log));
    }

    private void Write(string name, string body)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[name])!);
        File.WriteAllText(_temp[name], "#!/usr/bin/env bash\n" + body + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_temp[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Task<(int Code, string Error)> RunAsync(params string[] args) => RunAsync(args, []);

    private static async Task<(int Code, string Error)> RunAsync(string[] args, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, error);
    }
}
