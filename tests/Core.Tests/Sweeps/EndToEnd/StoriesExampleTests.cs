using SteerScope.Decomposition;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Specs;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>What of the example can be seen without ../shared: the spec's own words.</summary>
public sealed class StoriesExampleTests
{
    private static readonly string Path = System.IO.Path.Combine(SharedData.ProjectRoot, "examples", "stories260k.yaml");

    [Fact]
    public void Example_SaysTheReferencesConventions()
    {
        var spec = SpecFile.Load(Path, checkFiles: false);
        Assert.Equal("{question}\n\nAnswer:{answer}", spec.Prompts.ResolveTemplate().Text);
        Assert.Equal((BosPolicy.Always, ReadPosition.Letter, SplitOrder.File), (spec.Prompts.Bos, spec.Prompts.Read, spec.Prompts.Order));
        Assert.Equal(["A", "B"], spec.Prompts.Letters.Allowed);
        Assert.Equal((512, 100, 40), (spec.Prompts.MaxTokens, spec.Prompts.Train, spec.Prompts.Test));
        var corpus = spec.Corpus!;
        Assert.Equal((DocumentUnit.File, 20_000, 256), (corpus.Document, corpus.Tokens, corpus.Chunk));
        Assert.Equal((BosPolicy.Always, null, SpecialTokenText.AsText), (corpus.Bos, corpus.SkipPositions, corpus.SpecialTokens));
        Assert.Equal([SteeringVectorMethod.MeanDifference], spec.Vectors.Methods);
        Assert.Equal(VectorNormalisation.None, spec.Vectors.Normalise);
        Assert.Equal([InputVariant.Vector, InputVariant.Zero, InputVariant.ScaledVector, InputVariant.MeanPlusVector], spec.Decompose.Inputs);
        Assert.Equal((10, 5, 5, 0.01), (spec.Decompose.Top, spec.Decompose.Overlap, spec.Decompose.DefaultComponents, spec.Decompose.SpuriousRatio));
        Assert.Equal([-1.5, -1, -0.5, 0, 0.5, 1, 1.5], spec.Steer.Multipliers);
        Assert.Equal([AddingPositions.Answer, AddingPositions.All], spec.Steer.Positions);
        Assert.Equal([PropensityMetric.LetterLogitDiff], spec.Steer.Metrics);
    }

    // A reader takes the file for the whole truth: no convention may hide in a default.
    [Fact]
    public void Example_NamesEveryFieldThatChangesNumbers()
    {
        var written = File.ReadAllText(Path);
        foreach (var section in new[] { "prompts", "corpus", "vectors", "decompose", "steer" })
        {
            using var fields = System.Text.Json.JsonDocument.Parse(SpecFile.SectionJson(SpecFile.Load(Path, checkFiles: false), section));
            string[] immaterial = ["seed", "train_range", "test_range", "shard_size", "shard_tokens", "sample", "method"];
            Assert.All(
                fields.RootElement.EnumerateObject().Select(field => field.Name).Except(immaterial),
                name => Assert.Contains($"\n  {name}:", written, StringComparison.Ordinal));
        }
    }
}
