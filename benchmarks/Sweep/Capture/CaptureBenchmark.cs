using System.Text.Json;
using SteerScope.Capture;
using SteerScope.Compute.Cpu;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.SweepBenchmark.Worlds;

namespace SteerScope.SweepBenchmark.Capture;

/// <summary>
/// The capture of pairs against both texts of every pair in full: with the same operations, packed, and with PyTorch, padded;
/// and what statistics of ordinary text cost over the bare forward pass.
/// </summary>
internal static class CaptureBenchmark
{
    private const double Tolerance = 1e-2;

    /// <summary>Measures.</summary>
    public static void Run(BenchmarkCommand command, string? folder)
    {
        var size = command.Quick ? ModelSize.Tiny : ModelSize.Small;
        using var random = folder is null ? new RandomCheckpoint(size) : null;
        var name = folder is null ? size.Name : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        folder ??= random!.Folder;
        var threads = command.Threads[0];
        using var ours = new CpuModel(folder, threads);
        Pairs(command, name, folder, ours, threads);
        Statistics(command, name, ours, threads);
    }

    private static void Pairs(BenchmarkCommand command, string name, string folder, CpuModel ours, int threads)
    {
        var shape = ours.Model.Shape;
        var pairs = RandomPairs.Of(command.Quick ? 13 : 26, 100, 200, shape.Vocabulary);
        using var files = new ExchangeFolder();
        using var torch = PyTorch.Start(command.Python, Source(folder, pairs, files), threads, command.Blas);
        IReadOnlyList<PairActivations> captured = [];
        var plain = new PlainCapture(ours.Model, pairs, SteeringTokens);
        double[] sums = [];
        int[] layers = [.. Enumerable.Range(0, shape.Layers)];
        var measured = Interleaved.Measure(
            [
                new Managed("capture", () => captured = new PairCapture<CpuTensor>(ours.Model).Run(pairs, layers, SteeringTokens)),
                new Managed("both texts in full", () => sums = plain.Run()),
                .. torch is null ? Array.Empty<IContender>() : [torch.Case("PyTorch, padded", "capture")],
            ],
            command.Rounds,
            command.SecondsPerTurn,
            BenchmarkCommand.ClockOf(threads));
        double[] own = [.. captured.Select(layer => layer.Matching.Sum(v => (double)v) + layer.NotMatching.Sum(v => (double)v))];
        Require(own, sums, "both texts in full");
        Console.WriteLine($"\nCapture, {name}: {pairs.Count} pairs of 100 to 200 tokens, all layers, {threads} thread(s)");
        Show(command, $"capture/{name}/both texts in full", measured.Speed(0, 1), command.Quick ? null : 2);
        if (torch is not null)
        {
            Require(own, JsonSerializer.Deserialize<double[]>(File.ReadAllText(files["sums.json"]))!, "PyTorch");
            Console.WriteLine($"  against: {torch.Description}");
            Show(command, $"capture/{name}/PyTorch, padded", measured.Speed(0, 2), command.Quick ? null : 2);
        }
    }

    private static void Statistics(BenchmarkCommand command, string name, CpuModel ours, int threads)
    {
        var shape = ours.Model.Shape;
        var random = new RandomNumbers(5);
        TextChunk[] chunks = [.. Enumerable.Range(0, command.Quick ? 4 : 16).Select(c => new TextChunk(c, [1, .. Enumerable.Range(0, 255).Select(_ => random.Next(shape.Vocabulary))], 1))];
        IReadOnlyList<IReadOnlyList<int>> sampled = [.. chunks.Select(_ => (IReadOnlyList<int>)[1, 128])];
        int[] layers = [.. Enumerable.Range(0, shape.Layers)];
        var text = new TextCapture<CpuTensor>(ours.Model);
        var measured = Interleaved.Measure(
            [
                new Managed("text with statistics", () => text.Run(chunks, layers, sampled, SteeringTokens)),
                new Managed("bare forward pass", () => Bare(ours.Model, chunks)),
            ],
            command.Rounds,
            command.SecondsPerTurn,
            BenchmarkCommand.ClockOf(threads));
        Console.WriteLine($"\nStatistics of ordinary text, {name}: {chunks.Length} chunks of 256 tokens, all layers, {threads} thread(s)");
        Show(command, $"text/{name}/bare forward pass", measured.Speed(0, 1), command.Quick ? null : 0.95);
    }

    private const int SteeringTokens = SteeringCase.BatchTokens;

    private static void Bare(Transformer<CpuTensor> model, TextChunk[] chunks)
    {
        foreach (var range in TokenBudget.Cut([.. chunks.Select(c => c.Ids.Count)], SteeringTokens))
        {
            var builder = new TokenBatchBuilder();
            foreach (var chunk in chunks[range])
            {
                builder.Add([.. chunk.Ids]);
            }

            var batch = builder.Build();
            var resid = model.Embed(batch);
            for (var layer = 0; layer < model.Shape.Layers; layer++)
            {
                var output = model.Block(layer, resid, batch);
                resid.Dispose();
                resid = output;
            }

            resid.Dispose();
        }
    }

    private static string Source(string folder, IReadOnlyList<TokenizedPair> pairs, ExchangeFolder files) => PythonSource.Of(
        typeof(CaptureBenchmark).Assembly,
        files,
        new
        {
            Model = folder,
            Sums = files["sums.json"],
            Batch = 16,
            Texts = pairs.SelectMany(p => new[] { p.MatchingIds(), p.OtherIds() }.Select(ids => new { Ids = ids, Letter = p.LetterPosition })),
        },
        "llama.py",
        "capture.py");

    private static void Show(BenchmarkCommand command, string name, Ratio ratio, double? target)
    {
        command.Log.Add(name, ratio, target);
        Console.WriteLine($"  {name}: {ratio}");
    }

    private static void Require(double[] own, double[] other, string whose)
    {
        var largest = own.Zip(other, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(a))).Max();
        if (largest > Tolerance)
        {
            throw new InvalidOperationException($"Sums of activations differ from those of {whose} by a relative {largest}: this compares different computations.");
        }
    }
}
