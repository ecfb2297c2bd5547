using System.CommandLine;
using SteerScope.Cluster.Support;

namespace SteerScope.Chaos;

/// <summary>The command line: exit code 0 when every sweep came out right, 1 when one did not, 2 when something that was asked for is missing.</summary>
internal static class ChaosCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        var seed = new Option<int>("--seed") { Description = "what happens when is drawn from this number", DefaultValueFactory = _ => 1 };
        var minutes = new Option<double>("--minutes") { Description = "how long faults go on; the sweep that is under way then may end", DefaultValueFactory = _ => 5 };
        var members = new Option<int>("--members") { Description = "members at most", DefaultValueFactory = _ => 3 };
        var postgres = new Option<bool>("--postgres") { Description = "members meet in a PostgreSQL server that is stopped and started" };
        var disk = new Option<bool>("--disk") { Description = "results go to a small file system that is filled and freed" };
        var logs = new Option<string?>("--logs") { Description = "folder for what every process said when something is wrong; one in the temp directory when left out" };
        var command = new RootCommand("Runs sweeps on a cluster whose members, clients and disks fail at random, and compares each with a local run.") { seed, minutes, members, postgres, disk, logs };
        command.SetAction((parse, _) => RunAsync(new ChaosOptions
        {
            Seed = parse.GetValue(seed),
            Duration = TimeSpan.FromMinutes(parse.GetValue(minutes)),
            Members = parse.GetValue(members),
            Postgres = parse.GetValue(postgres),
            Disk = parse.GetValue(disk),
            Logs = parse.GetValue(logs),
        }));
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(ChaosOptions options)
    {
        var missing = (options.Postgres ? PostgresServer.SkipReason : null) ?? (options.Disk ? SmallDisk.SkipReason : null);
        if (missing is not null)
        {
            await Console.Error.WriteLineAsync($"chaos: {missing}");
            return 2;
        }

        using var world = new World();
        return await new ChaosRun(world, options, Console.Out).RunAsync() ? 0 : 1;
    }
}
