using System.Text.Json;
using SteerScope.Capture;
using SteerScope.Compute.Cpu;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Tests.Support;

namespace SteerScope.Core.Tests.Steering;

/// <summary>What steering-vectors and steering-bench computed on the llama fixture (shared/fixtures/caa/README.md), and the same by us.</summary>
public sealed class CaaFixture : IDisposable
{
    public const int Train = 12;
    public const int Layers = 4;

    private const int BatchTokens = 200;

    private readonly JsonDocument? _cases;
    private readonly CpuOps _ops = new(2);
    private readonly Transformer<CpuTensor>? _model;

    public CaaFixture()
    {
        if (SharedData.Shared("fixtures") is { } fixtures)
        {
            _cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(fixtures, "caa", "cases.json")));
            Expected = SafetensorsFile.Open(Path.Combine(fixtures, "caa", "expected.safetensors"));
            Multipliers = [.. _cases.RootElement.GetProperty("multipliers").EnumerateArray().Select(m => m.GetDouble())];
            using var checkpoint = Checkpoint.Open(Path.Combine(fixtures, "llama"));
            _model = TransformerLoader.Load(_ops, checkpoint);
        }
    }

    public SafetensorsFile? Expected { get; }

    public double[] Multipliers { get; } = [];

    /// <summary>The pairs of a dataset, given as ids.</summary>
    public IReadOnlyList<TokenizedPair> Pairs(string dataset)
    {
        var examples = _cases!.RootElement.GetProperty("datasets").GetProperty(dataset).GetProperty("examples").EnumerateArray();
        ContrastivePair[] pairs = [.. examples.Select((example, row) => new IdsPair(row, row + 1, Ids(example, "prompt"), Ids(example, "positive"), Ids(example, "negative")))];
        return [.. new PairTokenizer(null, new PairTokenizerOptions()).Tokenize(new BehaviourDataset(dataset, "cases.json", pairs, [])).Pairs];

        static int[] Ids(JsonElement example, string field) => [.. example.GetProperty(field).EnumerateArray().Select(id => id.GetInt32())];
    }

    /// <summary>The mean difference of the first pairs, one per layer.</summary>
    public double[][] Vectors(string dataset, int count)
    {
        var captured = new PairCapture<CpuTensor>(_model!).Run([.. Pairs(dataset).Take(count)], [.. Enumerable.Range(0, Layers)], BatchTokens);
        return
        [
            .. captured.Select(c => SteeringVectorBuilder.Build(
                SteeringVectorMethod.MeanDifference,
                new ActivationRows(c.Matching, c.Count, c.Width),
                new ActivationRows(c.NotMatching, c.Count, c.Width))),
        ];
    }

    /// <summary>Steers every pair with the training pairs' vector of every layer.</summary>
    public PropensityGrid Steer(string dataset, IReadOnlyList<PropensityMetric> metrics)
    {
        SteeringDirection[] directions = [.. Vectors(dataset, Train).Select((vector, layer) => new SteeringDirection(layer, Array.ConvertAll(vector, v => (float)v)))];
        return new SteeringRunner<CpuTensor>(_model!).Run(
            new SteeringRequest(Pairs(dataset), directions, Multipliers, [AddingPositions.Answer], metrics, BatchTokens));
    }

    public void Dispose()
    {
        _model?.Dispose();
        _ops.Dispose();
        Expected?.Dispose();
        _cases?.Dispose();
    }
}
