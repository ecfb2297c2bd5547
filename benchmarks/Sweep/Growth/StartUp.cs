using System.Globalization;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;

namespace SteerScope.SweepBenchmark.Growth;

/// <summary>How long people wait for the command itself: for its version, and for the first line of a run.</summary>
internal static class StartUp
{
    private const double VersionSeconds = 0.3;
    private const double FirstLineSeconds = 2;

    /// <summary>Measures.</summary>
    public static void Run(BenchmarkCommand command)
    {
        using var folder = new ExchangeFolder();
        var runs = command.Quick ? 5 : 15;
        CommandRun[] versions = [.. Enumerable.Range(0, runs).Select(_ => CommandRun.Of("--version"))];
        Console.WriteLine("\nStart-up");
        Show(command, "--version", [.. versions.Select(v => v.Wall)], [.. versions.Select(v => v.Cpu)], VersionSeconds);
        var world = new GrowthWorld(folder);
        var spec = world.Spec(trainPairs: 20, testPairs: 10, tokens: 2000);
        CommandRun[] sweeps = [.. Enumerable.Range(0, command.Quick ? 3 : 7).Select(_ => CommandRun.Of("run", spec, "--out", folder[Path.GetRandomFileName()]))];
        Show(command, "first line of run", [.. sweeps.Select(v => v.FirstLine)], null, FirstLineSeconds);
    }

    private static void Show(BenchmarkCommand command, string name, double[] seconds, double[]? cpu, double target)
    {
        command.Log.Add($"start-up/{name}/{target} s", new Ratio(target / Quantiles.Of(seconds, 0.5), target / Quantiles.Of(seconds, 0.75), target / Quantiles.Of(seconds, 0.25)), 1);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name}: {Quantiles.Of(seconds, 0.5):0.000} s [{Quantiles.Of(seconds, 0.25):0.000}, {Quantiles.Of(seconds, 0.75):0.000}]{(cpu is null ? "" : $", about {Quantiles.Of(cpu, 0.5):0.000} s of it on a processor")}"));
    }
}
