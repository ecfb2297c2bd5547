using System.Text.Json;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>A trained model against float64 references (shared/models/stories260k/reference/README.md).</summary>
public sealed class Stories260kTests : IDisposable
{
    private const int Pairs = 6;
    private const int MatchingLetter = 447;
    private const int OtherLetter = 445;

    private readonly PlainOps ops = new();

    public void Dispose() => ops.Dispose();

    // Both answers of a pair in one batch that shares the prompt.
    [SharedFact]
    public void Block_LetterPosition_EqualsReference()
    {
        using var model = Load();
        using var expected = Reference();
        var positive = expected.Tensor("train_positive").ToFloats(); // [5, 100, 64]
        var negative = expected.Tensor("train_negative").ToFloats();
        foreach (var (pair, index) in ReadPairs("train").Select((pair, index) => (pair, index)))
        {
            var builder = new TokenBatchBuilder(model.Shape.Vocabulary);
            var prompt = new KeySpan(false, builder.Add(pair.Positive.AsSpan(0, pair.Letter)), pair.Letter);
            var positiveRow = builder.Add(pair.Positive.AsSpan(pair.Letter), prompt);
            var negativeRow = builder.Add(pair.Negative.AsSpan(pair.Letter), prompt);
            var batch = builder.Build();
            var resid = model.Embed(batch);
            for (var layer = 0; layer < model.Shape.Layers; layer++)
            {
                var next = model.Block(layer, resid, batch);
                resid.Dispose();
                resid = next;
                var offset = ((layer * 100) + index) * 64;
                Near.All(positive.AsSpan(offset, 64), Row(resid, positiveRow), 1e-5f, $"layer {layer} positive {index}");
                Near.All(negative.AsSpan(offset, 64), Row(resid, negativeRow), 1e-5f, $"layer {layer} negative {index}");
            }

            resid.Dispose();
        }
    }

    [SharedTheory]
    [InlineData("from_predicting_position")]
    [InlineData("all_positions")]
    public void Run_SteeredLetterLogits_EqualReference(string mode)
    {
        const int Layer = 2;
        using var model = Load();
        using var expected = Reference();
        var vector = expected.Tensor($"layer{Layer}.steering_vector").ToFloats();
        var differences = expected.Tensor($"layer{Layer}.logit_diff.vector.{mode}").ToDoubles(); // [40, 7]
        float[] multipliers = [-1.5f, -1, -0.5f, 0, 0.5f, 1, 1.5f];
        foreach (var (pair, index) in ReadPairs("test").Take(2).Select((pair, index) => (pair, index)))
        {
            var predicting = pair.Letter - 1;
            foreach (var column in new[] { 0, 3, 6 })
            {
                var positions = mode == "all_positions" ? SteerPositions.All : SteerPositions.From(predicting);
                var trace = TraceRunner<PlainTensor>.Run(model, pair.Positive, new SteerRequest(Layer, vector, multipliers[column], positions));
                var logits = trace["logits"];
                var difference = logits.Values[(predicting * logits.Columns) + MatchingLetter] - logits.Values[(predicting * logits.Columns) + OtherLetter];
                Assert.Equal(differences[(index * 7) + column], difference, 1e-4);
            }
        }
    }

    private static SafetensorsFile Reference() =>
        SafetensorsFile.Open(SharedData.Shared("models", "stories260k", "reference", "letter-A-control.safetensors")!);

    private static IEnumerable<(int[] Positive, int[] Negative, int Letter)> ReadPairs(string part)
    {
        var path = SharedData.Shared("models", "stories260k", "reference", "letter-A-control_ids.json")!;
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var pair in document.RootElement.GetProperty(part).EnumerateArray().Take(Pairs))
        {
            yield return (Ids(pair.GetProperty("positive")), Ids(pair.GetProperty("negative")), pair.GetProperty("letter_position").GetInt32());
        }

        static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
    }

    private static float[] Row(PlainTensor x, int row) => [.. Enumerable.Range(0, x.Columns).Select(column => (float)x[row, column])];

    private Transformer<PlainTensor> Load()
    {
        using var checkpoint = Checkpoint.Open(SharedData.Shared("models", "stories260k")!);
        return TransformerLoader.Load(ops, checkpoint);
    }
}
