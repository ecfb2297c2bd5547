using SteerScope.Compute.Cpu;
using SteerScope.Prompts;
using SteerScope.Steering;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

/// <summary>Steering is not one full forward pass per layer and multiplier: the rows that go through the model are counted.</summary>
public sealed class SteeringWorkTests
{
    /// <summary>q, k, v, o, gate, up, down.</summary>
    private const int MapsPerBlock = 7;

    /// <summary>k, v: all that rows of the last block get whose predictions are not read.</summary>
    private const int MapsOfKeys = 2;

    private const int Layers = SteeringModels.Layers;

    private static readonly double[] Multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];

    // A letter and a closing bracket.
    private static readonly TokenizedPair[] Pairs =
        [.. new[] { 30, 20, 25 }.Select(length => SteeringCases.Pair([.. Enumerable.Range(0, length)], [7, 2], [8, 2]))];

    [Fact]
    public void Run_AnswerPositionsLetterMetric_RunsThePromptOnceAndTailsThroughLaterLayers()
    {
        var (steered, plain) = Count([AddingPositions.Answer], [PropensityMetric.LetterLogitDiff]);

        // Layer l's copies go through the blocks after it.
        var copies = Pairs.Length * 6 * Enumerable.Range(0, Layers).Sum(layer => Layers - 1 - layer);
        Assert.Equal(Unsteered(rows: 75, read: Pairs.Length) + (MapsPerBlock * copies), steered.BlockRows);
        Assert.Equal(0, steered.VocabularyRows);
        Assert.Equal(2 * Pairs.Length * (1 + (6 * Layers)), steered.AskedLogits);
        Assert.Equal(MapsPerBlock * 2 * 81 * Layers * Multipliers.Length * Layers, plain.BlockRows);
        Assert.True(plain.BlockRows > 40 * steered.BlockRows);
    }

    [Fact]
    public void Run_AnswerAndLastPositions_WithLetterMetricAreTheSameWork() => Assert.Equal(
        Count([AddingPositions.Answer], [PropensityMetric.LetterLogitDiff]).Steered,
        Count([AddingPositions.Last, AddingPositions.Answer], [PropensityMetric.LetterLogitDiff]).Steered);

    [Fact]
    public void Run_AnswerPositionsLogprobs_NormalisesOnlyAfterTheLetter()
    {
        var (steered, _) = Count([AddingPositions.Answer], [PropensityMetric.LogprobDiffSum]);

        // The letter of both answers joins the predicting row; the bracket predicts nothing that is asked.
        var copies = 3 * Pairs.Length * 6 * Enumerable.Range(0, Layers).Sum(layer => Layers - 1 - layer);
        Assert.Equal(Unsteered(rows: 81, read: 3 * Pairs.Length) + (MapsPerBlock * copies), steered.BlockRows);
        Assert.Equal(2 * Pairs.Length * (1 + (6 * Layers)), steered.VocabularyRows);
    }

    [Fact]
    public void Run_AllPositions_SharesThePromptAndTheLayersBefore()
    {
        var (steered, plain) = Count([AddingPositions.All], [PropensityMetric.LogitDiffSum]);

        // Copies of layer l are whole up to the last block, which computes only what is read.
        var copies = 6 * Enumerable.Range(0, Layers - 1).Sum(layer => Through(rows: 81, Layers - 2 - layer, read: 3 * Pairs.Length));
        Assert.Equal(Unsteered(rows: 81, read: 3 * Pairs.Length) + copies, steered.BlockRows);
        Assert.Equal(0, steered.VocabularyRows);
        Assert.True(plain.BlockRows > 4 * steered.BlockRows);
    }

    private static int Unsteered(int rows, int read) => Through(rows, Layers - 1, read);

    private static int Through(int rows, int wholeBlocks, int read) => (MapsPerBlock * ((rows * wholeBlocks) + read)) + (MapsOfKeys * rows);

    private static (Rows Steered, Rows Plain) Count(AddingPositions[] positions, PropensityMetric[] metrics)
    {
        using var ops = new CountingOps<CpuTensor>(new CpuOps(), SteeringModels.Vocabulary);
        using var model = SteeringModels.Load("llama", ops);
        SteeringDirection[] directions = [.. Enumerable.Range(0, Layers).Select(layer => new SteeringDirection(layer, new float[SteeringModels.Width]))];
        new SteeringRunner<CpuTensor>(model).Run(new SteeringRequest(Pairs, directions, Multipliers, positions, metrics, 64));
        var steered = new Rows(ops.BlockRows, ops.VocabularyRows, ops.AskedLogits);
        ops.Reset();
        var plain = new PlainSteering<CpuTensor>(model);
        foreach (var (direction, multiplier, pair) in from d in directions from m in Multipliers from p in Pairs select (d, m, p))
        {
            plain.Propensities(pair, direction, multiplier, positions[0], metrics);
        }

        return (steered, new Rows(ops.BlockRows, ops.VocabularyRows, ops.AskedLogits));
    }

    private sealed record Rows(long BlockRows, long VocabularyRows, long AskedLogits);
}
