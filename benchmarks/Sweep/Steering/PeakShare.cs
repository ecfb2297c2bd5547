using System.Globalization;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;
using SteerScope.Steering;
using SteerScope.SweepBenchmark.Worlds;

namespace SteerScope.SweepBenchmark.Steering;

/// <summary>How much of the processor's peak the steering engine reaches: counted operations against fused multiply-adds on registers.</summary>
internal static class PeakShare
{
    private const double Target = 0.6;

    /// <summary>Measures.</summary>
    public static void Run(BenchmarkCommand command)
    {
        var size = command.Quick ? ModelSize.Small : ModelSize.Gemma2B(layers: 3);
        using var checkpoint = new RandomCheckpoint(size);
        foreach (var threads in command.Quick ? command.Threads.Take(1) : command.Threads)
        {
            using var ours = new CpuModel(checkpoint.Folder, threads);
            var steering = new SteeringCase(ours.Model.Shape, RandomPairs.Of(command.Quick ? 6 : 13, 150, 150, size.Vocabulary));
            Console.WriteLine($"\nShare of the peak, {size.Name}, {steering.Pairs.Count} examples of 150 tokens, {threads} thread(s)");
            foreach (var positions in command.Quick ? [AddingPositions.Answer] : new[] { AddingPositions.Answer, AddingPositions.All })
            {
                Measure(command, size, ours, steering, positions, threads);
            }
        }
    }

    private static void Measure(BenchmarkCommand command, ModelSize size, CpuModel ours, SteeringCase steering, AddingPositions positions, int threads)
    {
        var peak = new FmaPeak(threads);
        var operations = ours.Count(() => steering.Run(ours.Model, positions));
        var measured = Interleaved.Measure(
            [new Managed("steering", () => steering.Run(ours.Model, positions)), peak],
            rounds: command.Quick ? 5 : 3,
            command.SecondsPerTurn,
            BenchmarkCommand.ClockOf(threads));
        var share = measured.Share(0, operations, 1, peak.Operations);
        var key = SnakeCase.Of(positions);
        command.Log.Add($"steering/{size.Name}/{key} positions/threads={threads}/share of {peak.Name}", share, command.Quick ? null : Target);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {key,-7} {operations / 1e9:0.0} GFLOP in {measured.Seconds(0):0.00} s, {operations / measured.Seconds(0) / 1e9:0} of {peak.Operations / measured.Seconds(1) / 1e9:0} GFLOP/s: {share}"));
    }
}
