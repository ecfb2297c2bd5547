using System.Globalization;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;

namespace SteerScope.SweepBenchmark.Growth;

/// <summary>Time and memory of whole sweeps with 1, 10 and 100 times the prompts, and the text.</summary>
internal static class GrowthTable
{
    private const int Pairs = 40;
    private const int Tokens = 10_000;

    /// <summary>Measures.</summary>
    public static void Run(BenchmarkCommand command)
    {
        using var folder = new ExchangeFolder();
        var world = new GrowthWorld(folder);
        int[] factors = command.Quick ? [1, 10] : [1, 10, 100];
        Show(command, "prompts", Pairs, factors, factor => world.Spec(trainPairs: factor * Pairs * 3 / 4, testPairs: factor * Pairs / 4, Tokens + 1));
        Show(command, "tokens of text", Tokens, factors, factor => world.Spec(trainPairs: 20, testPairs: 4, factor * Tokens));
    }

    private static void Show(BenchmarkCommand command, string what, int unit, int[] factors, Func<int, string> spec)
    {
        Console.WriteLine($"\nGrowth with {what}: a whole sweep of the demo's model, one worker");
        var runs = new List<CommandRun>();
        foreach (var factor in factors)
        {
            var run = CommandRun.Of("run", spec(factor));
            runs.Add(run);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {factor * unit,9:N0} {what}: {run.Wall,7:0.0} s, {run.Cpu,7:0.0} s of processor time, peak of {run.PeakBytes / 1048576.0:0} MiB"));
        }

        // What every sweep takes, whatever its size, is in the first.
        if (runs.Count == 3)
        {
            var early = (runs[1].Cpu - runs[0].Cpu) / (factors[1] - factors[0]);
            var late = (runs[2].Cpu - runs[1].Cpu) / (factors[2] - factors[1]);
            command.Log.Add($"growth/{what}/time of one more", Single(early / late));
        }

        var bytes = (double)(runs[^1].PeakBytes - runs[0].PeakBytes) / ((factors[^1] - factors[0]) * (double)unit);
        command.Log.Add($"growth/{what}/peak memory of 1x over {factors[^1]}x", Single((double)runs[0].PeakBytes / runs[^1].PeakBytes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  peak memory grows by {bytes:0.0} bytes each"));
    }

    private static Ratio Single(double ratio) => new(ratio, ratio, ratio);
}
