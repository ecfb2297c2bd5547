using SteerScope.Core.Tests.Decomposition;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

/// <summary>SAEs saved by SAELens and sparsify themselves against those libraries' own outputs.</summary>
public sealed class OtherFormatsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sae").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [SharedTheory]
    [InlineData("saelens_standard", SaeArchitecture.Standard)]
    [InlineData("saelens_standard_nobdec", SaeArchitecture.Standard)]
    [InlineData("saelens_standard_constant_norm", SaeArchitecture.Standard)]
    [InlineData("saelens_v5_standard", SaeArchitecture.Standard)]
    [InlineData("saelens_topk", SaeArchitecture.TopK)]
    [InlineData("saelens_jumprelu", SaeArchitecture.JumpRelu)]
    [InlineData("saelens_jumprelu_nobdec", SaeArchitecture.JumpRelu)]
    [InlineData("saelens_gated", SaeArchitecture.Gated)]
    [InlineData("sparsify_topk/layers.2", SaeArchitecture.TopK)]
    public void Encode_OtherFormats_EqualTheirLibraries(string name, SaeArchitecture architecture)
    {
        using var file = SaeFile.Open(SharedData.Shared("fixtures", "sae", name)!);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        Assert.Equal(architecture, file.Spec.Architecture);
        var expected = new TensorFixture(SharedData.Shared("fixtures", "sae", name.Split('/')[0], "expected.safetensors")!);
        var x = new TensorFixture(SharedData.Shared("fixtures", "sae", "inputs.safetensors")!).Floats("x");
        var (acts, reconstruction) = (expected["feature_acts"], expected["reconstruction"]);
        sae.Encode(new ActivationRows(x, 16, 48), chunk =>
        {
            for (var row = 0; row < 16; row++)
            {
                if (double.IsNaN(acts[row * 96]))
                {
                    // SAELens divides the zero vector by its norm; here it stays zero.
                    Assert.Equal(10, row);
                    continue;
                }

                var scale = 1e-4 * (1 + Enumerable.Range(0, 48).Max(i => Math.Abs(x[(row * 48) + i])));
                var actual = chunk.ActivationsOf(row);
                for (var f = 0; f < 96; f++)
                {
                    Assert.Equal(acts[(row * 96) + f], actual[f], scale);
                    Assert.Equal(acts[(row * 96) + f] > 0, actual[f] > 0);
                }

                var decoded = SaeDecoder.Decode(file, actual, chunk.Scales[row]);
                Assert.All(Enumerable.Range(0, 48), i => Assert.Equal(reconstruction[(row * 48) + i], decoded[i], 4 * scale));
            }
        });
    }

    [SharedFact]
    public void Open_SaeLensOfStories260k_HoldsTheGemmaScopeFormsNumbers()
    {
        var root = SharedData.Shared("models", "stories260k", "saes", "layer_3")!;
        using var lens = SaeFile.Open(Path.Combine(root, "saelens"));
        using var gemma = SaeFile.Open(Path.Combine(root, "width_512"));
        Assert.Equal("blocks.3.hook_resid_post", lens.Spec.HookName);
        Assert.Equal(SaeDirections.EffectiveBias(gemma), SaeDirections.EffectiveBias(lens));
        Assert.Equal(gemma.DecoderNorms, lens.DecoderNorms);
        Assert.Equal(gemma.Threshold.ToArray(), lens.Threshold.ToArray());
    }

    [SharedFact]
    public void EffectiveBias_SaeThatTakesBDecFromItsInput_IsTheZeroVectorsPreActivation()
    {
        using var file = SaeFile.Open(SharedData.Shared("fixtures", "sae", "sparsify_topk", "layers.2")!);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var pre = sae.Encode(new double[48]).PreActivations;
        var bias = SaeDirections.EffectiveBias(file);
        Assert.All(Enumerable.Range(0, 96), f => Assert.Equal(pre[f], bias[f], 1e-5));
        Assert.Equal(sae.Encode(new double[48]).L0, SaeHealth.Of(file).ZeroVectorL0);
    }

    [SharedFact]
    public void Open_Transcoder_IsRefused() =>
        Assert.Contains("transcode is true", Assert.Throws<InputException>(
            () => SaeFile.Open(SharedData.Shared("fixtures", "sae", "sparsify_skip_transcoder", "layers.2")!)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"architecture": "matryoshka"}""", "architecture is 'matryoshka'")]
    [InlineData("""{"architecture": 3}""", "architecture is 3, and must be a string")]
    [InlineData("""{"activation_fn_str": "tanh-relu"}""", "relu or topk")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "cannot be read")]
    public void Open_ConfigThatIsNotRead_NamesTheKey(string config, string named)
    {
        File.WriteAllText(Path.Combine(folder, "cfg.json"), config);
        File.WriteAllBytes(Path.Combine(folder, "sae_weights.safetensors"), []);
        var error = Assert.Throws<InputException>(() => SaeFile.Open(folder));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("cfg.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Pickle_IsRefused()
    {
        File.WriteAllBytes(Path.Combine(folder, "ae.pt"), []);
        Assert.Contains("pickled", Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);
    }
}
