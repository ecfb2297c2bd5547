using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SteerScope.Cluster.Support;
using SteerScope.Silo.Addresses;

namespace SteerScope.Chaos;

/// <summary>
/// One sweep after another on a cluster where everything fails that may. After each, with all that still runs left alone, the sweep has to
/// end by itself, like a local run, with nothing written twice and nothing half-done.
/// </summary>
/// <param name="world">What the sweeps are about.</param>
/// <param name="options">What to do.</param>
/// <param name="output">Hears of every fault, and the verdict.</param>
public sealed class ChaosRun(World world, ChaosOptions options, TextWriter output)
{
    private const int Clients = 3;
    private const int Retries = 3;

    private readonly Random _random = new(options.Seed);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Runs for as long as it should.</summary>
    /// <returns>Whether every sweep came out right.</returns>
    public async Task<bool> RunAsync()
    {
        Say($"seed {options.Seed}");
        using var disk = options.Disk ? new SmallDisk() : null;
        var server = options.Postgres ? await PostgresServer.StartAsync() : null;
        var address = server is null ? null : await server.CreateDatabaseAsync();
        using var cluster = new ProcessCluster(world, NewOut(disk, 1), address);
        if (address is not null)
        {
            await ClusterAddress.Parse(address).PrepareAsync(createSchema: true);
        }

        var herd = new Herd(cluster, _random, options.Members, Say);
        var sweeps = 0;
        try
        {
            for (herd.Fill(); _clock.Elapsed < options.Duration; sweeps++)
            {
                Say($"sweep {sweeps + 1}");
                await SweepAsync(cluster, herd, new Surroundings(server, disk, _random, Say));
                cluster.AssertLikeLocal();
                Say($"sweep {sweeps + 1} is like a local run");
                cluster.Begin(NewOut(disk, sweeps + 2));
            }
        }
        catch (Exception e)
        {
            var logs = options.Logs ?? Directory.CreateTempSubdirectory($"steerscope-chaos-{options.Seed}-").FullName;
            cluster.WriteLogs(logs);
            await File.WriteAllTextAsync(Path.Combine(logs, "failure.txt"), e.ToString());
            Say($"FAILED: seed {options.Seed}, sweep {sweeps + 1}: {e.Message.Split('\n')[0]} What every process said is in {logs}.");
            return false;
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"passed: seed {options.Seed}, {sweeps} sweeps, {herd.Faults} faults of processes"));
        return sweeps > 0;
    }

    private static string? NewOut(SmallDisk? disk, int sweep)
    {
        if (disk is null)
        {
            return null;
        }

        // There is room for a few sweeps only.
        var former = Path.Combine(disk.Root, $"out-{sweep - 1}");
        if (Directory.Exists(former))
        {
            Directory.Delete(former, recursive: true);
        }

        return Path.Combine(disk.Root, $"out-{sweep}");
    }

    private async Task SweepAsync(ProcessCluster cluster, Herd herd, Surroundings surroundings)
    {
        var client = cluster.Run();
        for (var calm = 0; ;)
        {
            while (!client.HasExited && _clock.Elapsed < options.Duration)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5 + (3 * _random.NextDouble())));
                client = await FaultAsync(cluster, herd, surroundings, client);
                cluster.Remember();
            }

            if (_clock.Elapsed >= options.Duration)
            {
                calm++;
                await surroundings.HealAsync();
                herd.Heal();
                cluster.WaitUntil(() => client.HasExited, "the client ends, with nothing in its way any more");
            }

            switch (client.WaitForExit())
            {
                case 0:
                    await surroundings.HealAsync();
                    herd.Heal();
                    return;
                case 1:
                    await RetryAsync(cluster, herd, surroundings, client);
                    return;
                case var code when calm > Clients:
                    throw new InvalidOperationException($"{calm} clients in a row did not see the sweep through, without faults; the last ended with {code}: {client.Log}");
                case var code:
                    // There was nobody to answer it when it started.
                    Say($"the client ended with {code}: another follows");
                    await surroundings.HealAsync();
                    herd.Fill();
                    client = cluster.Run();
                    break;
            }
        }
    }

    private async Task<TestProcess> FaultAsync(ProcessCluster cluster, Herd herd, Surroundings surroundings, TestProcess client)
    {
        switch (_random.Next(8))
        {
            case 0:
                Say("kill -9 client");
                client.Kill();
                return cluster.Run();
            case 1:
                await surroundings.ChangeAsync();
                return client;
            default:
                herd.Change();
                return client;
        }
    }

    // An item that was at work when three processes were killed is set aside: nobody can tell that it was not to blame.
    private async Task RetryAsync(ProcessCluster cluster, Herd herd, Surroundings surroundings, TestProcess client)
    {
        await surroundings.HealAsync();
        herd.Heal();
        var said = client.Said;
        for (var i = 0; i < Retries; i++)
        {
            foreach (var reason in Failures(said))
            {
                if (!reason.EndsWith("times", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"An item failed although nothing is wrong with it: {reason}");
                }
            }

            Say("items were set aside after three deaths: retry");
            (var code, said) = cluster.Ask("retry");
            if (code == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException($"{Retries} times retry, without faults, did not complete the sweep: {said}");
    }

    private static IEnumerable<string> Failures(string said)
    {
        var line = said.Split('\n').LastOrDefault(l => l.Contains("\"event\":\"status\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The client does not say what failed: {said}");
        using var status = JsonDocument.Parse(line);
        return [.. status.RootElement.GetProperty("failed").EnumerateArray().Select(f => f.GetProperty("reason").GetString()!)];
    }

    private void Say(string text)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed:mm\\:ss\\.f} {text}"));
        output.Flush();
    }
}
