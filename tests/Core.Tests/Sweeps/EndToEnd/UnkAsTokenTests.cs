using System.Globalization;
using SteerScope.Compute.Cpu;
using SteerScope.Devices;
using SteerScope.Prompts;
using SteerScope.Statistics;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>The reference's other reading of the corpus: the `&lt;unk&gt;` that stands in the text is the token, as Hugging Face has it.</summary>
public sealed class UnkAsTokenTests
{
    [SharedFact]
    public void CaptureText_SpecialTokensAsTokens_HasTheVariantsDistribution()
    {
        var folder = SharedData.Shared("models", "stories260k")!;
        var options = new CorpusOptions { Tokens = 20_000, Bos = BosPolicy.Always, SpecialTokens = SpecialTokenText.AsTokens };
        TextChunk[] chunks = [.. new TextCorpus([SharedData.Shared("data", "text", "wikitext-2-valid.txt")!], TokenizerLoader.Load(folder), options).Chunks()];
        using var device = new ComputeDevice<CpuTensor>(new CpuOps());
        using var model = device.LoadModel(folder);
        var none = chunks.Select(_ => (IReadOnlyList<int>)[]).ToArray();
        var layers = model.CaptureText(chunks, [.. Enumerable.Range(0, StoriesExpected.Layers)], none, 4096, CancellationToken.None);

        var reference = StoriesExpected.CorpusJson;
        foreach (var (layer, activations) in layers.Index())
        {
            var expected = reference.GetProperty("unk_as_special_token_variant")[layer];
            var moments = activations.Norms.Aggregate(Moments.Empty, (sum, norm) => sum.Add(norm));
            Assert.Equal(expected.GetProperty("count").GetInt64(), moments.Count);
            Agree.Number(expected, "mean", moments.Mean, Tolerances.Mean);
            Agree.Number(expected, "std", moments.StandardDeviation(), Tolerances.Mean);
            Agree.Number(expected, "min", moments.Min, Tolerances.Activation);
            Agree.Number(expected, "max", moments.Max, Tolerances.Activation);
            foreach (var quantile in expected.GetProperty("quantiles").EnumerateObject())
            {
                var probability = double.Parse(quantile.Name, CultureInfo.InvariantCulture) / 100;
                var actual = ExactQuantiles.Quantiles(() => [activations.Norms], [probability])[0];
                Agree.Value(quantile.Value.GetDouble(), actual, Tolerances.Activation, "quantile");
            }
        }
    }
}
