using System.Text.Json;
using SteerScope.Files;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;
using SteerScope.Steering;
using SteerScope.SweepBenchmark.Worlds;

namespace SteerScope.SweepBenchmark.Steering;

/// <summary>The steering engine against the way of steering-bench on PyTorch: same model, examples and slopes.</summary>
internal static class SteeringBenchmark
{
    private const double Tolerance = 1e-4;
    private const int PromptTokens = 150;

    /// <summary>Measures.</summary>
    public static void Run(BenchmarkCommand command, string? folder, int examples)
    {
        var size = command.Quick ? ModelSize.Tiny : ModelSize.Small;
        using var random = folder is null ? new RandomCheckpoint(size) : null;
        var name = folder is null ? size.Name : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        folder ??= random!.Folder;
        var threads = command.Threads[0];
        using var ours = new CpuModel(folder, threads);
        var shape = ours.Model.Shape;
        var steering = new SteeringCase(shape, RandomPairs.Of(examples, PromptTokens, PromptTokens, shape.Vocabulary));
        using var files = new ExchangeFolder();
        new SafetensorsWriter()
            .Add("vectors", steering.Directions.SelectMany(d => d.Vector).ToArray(), shape.Layers, shape.Width)
            .Write(files["vectors.safetensors"]);
        using var torch = PyTorch.Start(command.Python, Source(folder, steering, files), threads, command.Blas);
        if (torch is null)
        {
            Console.WriteLine($"steering: {command.Python} has no PyTorch; nothing is compared.");
            return;
        }

        Console.WriteLine($"\nSteering sweep, {name}: {shape.Layers} layers x {SteeringCase.Multipliers.Count} multipliers x {examples} examples of {PromptTokens} tokens, {threads} thread(s)");
        Console.WriteLine($"against: {torch.Description}");
        foreach (var positions in new[] { AddingPositions.Answer, AddingPositions.All })
        {
            double[][] slopes = [];
            var key = SnakeCase.Of(positions);
            var measured = Interleaved.Measure(
                [new Managed("steerscope", () => slopes = steering.Slopes(steering.Run(ours.Model, positions))), torch.Case("steering-bench's way", key)],
                rounds: 3,
                command.SecondsPerTurn,
                BenchmarkCommand.ClockOf(threads));
            var speed = measured.Speed(0, 1);
            command.Log.Add($"steering/{name}/{key} positions/PyTorch", speed, command.Quick ? null : positions == AddingPositions.Answer ? 50 : 3);
            Console.WriteLine($"  {key,-7} {measured.Seconds(0):0.0000} s against {measured.Seconds(1):0.00} s: {speed} times as fast; slopes {Agreement(slopes, files["slopes.json"])}");
        }
    }

    private static string Source(string folder, SteeringCase steering, ExchangeFolder files) => PythonSource.Of(
        typeof(SteeringBenchmark).Assembly,
        files,
        new
        {
            Model = folder,
            SteeringCase.Multipliers,
            Vectors = files["vectors.safetensors"],
            Slopes = files["slopes.json"],
            Examples = steering.Pairs.Select(p => new { Matching = p.MatchingIds(), Other = p.OtherIds(), Predicting = p.PredictingPosition }),
        },
        "llama.py",
        "steering.py");

    private static string Agreement(double[][] slopes, string theirs)
    {
        var other = JsonSerializer.Deserialize<double[][]>(File.ReadAllText(theirs))!;
        var largest = slopes.Zip(other).SelectMany(layer => layer.First.Zip(layer.Second, (a, b) => Math.Abs(a - b))).Max();
        return largest <= Tolerance
            ? $"of up to {slopes.SelectMany(s => s).Max(Math.Abs):0.00} differ by at most {largest:0.0e0}"
            : throw new InvalidOperationException($"Slopes differ by {largest}, and {Tolerance} was promised: this compares different computations.");
    }
}
