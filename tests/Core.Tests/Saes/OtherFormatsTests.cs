using SteerScope.Core.Tests.Decomposition;
using SteerScope.Files;
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
    [InlineData("""{"architecture": "gated", "activation_fn": "topk"}""", "activation_fn_str is 'topk', and must be relu for the architecture gated")]
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

    [Theory]
    [InlineData("""{"trainer": {"dict_class": "AutoEncoderTopK"}}""", "backup.pt", "holds step, ae, norm_factor and no tensor")]
    [InlineData("""{"trainer": {"dict_class": "IdentityDict"}}""", "values.pt", "trainer.dict_class is 'IdentityDict', and must be one of AutoEncoder,")]
    [InlineData("""{"trainer": {"dict_class": "GatedAutoEncoder"}, "buffer": {"io": "in_and_out"}}""", "values.pt", "buffer.io is 'in_and_out', and must be out: a transcoder")]
    [InlineData("""{"trainer": {"dict_class": "AutoEncoder"}}""", "values.pt", "holds no tensor 'encoder.weight'; it holds W_enc, n")]
    [InlineData("""{"trainer": {"dict_class": "JumpReluAutoEncoder"}}""", "values.pt", "holds no tensor 'b_enc'")]
    [InlineData("{}", "values.pt", "must be the state dict of one of AutoEncoder, AutoEncoderNew, AutoEncoderTopK, BatchTopKSAE,")]
    [InlineData("""{"trainer": {"dict_class": 5}}""", "values.pt", "dict_class is 5, and must be a string")]
    [InlineData("{}", "os_system.pt", "uses posix.system")]
    public void Open_StateDictThatIsNoSae_SaysWhy(string config, string file, string named)
    {
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        File.Copy(Path.Combine(SharedData.Fixtures, "torch", file), Path.Combine(folder, "ae.pt"));
        Assert.Contains(named, Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TopKWithoutConfiguration_AsksForIt()
    {
        var source = SaeFormatTests.FolderOf("dictionary_learning_topk");
        File.Copy(Path.Combine(source, "ae.pt"), Path.Combine(folder, "ae.pt"));
        Assert.Contains("AutoEncoderTopK or a BatchTopKSAE; config.json beside it", Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder, "ae.pt")], SaeFile.FilesOf(folder));
        File.WriteAllText(Path.Combine(folder, "config.json"), File.ReadAllText(Path.Combine(source, "config.json")).Replace("\"k\": 6", "\"k\": 7", StringComparison.Ordinal));
        Assert.Contains("'k' is 6, and config.json says 7", Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CheckpointOfATrainingRun_FindsTheConfigurationAbove()
    {
        var source = SaeFormatTests.FolderOf("dictionary_learning_topk");
        var checkpoint = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "checkpoints")).FullName, "ae_100.pt");
        File.Copy(Path.Combine(source, "ae.pt"), checkpoint);
        File.Copy(Path.Combine(source, "config.json"), Path.Combine(folder, "config.json"));
        using var file = SaeFile.Open(checkpoint);
        Assert.Equal((6, "blocks.2.hook_resid_post"), (file.Spec.K, file.Spec.HookName));
        Assert.Equal([Path.Combine(folder, "config.json"), checkpoint], SaeFile.FilesOf(checkpoint));
    }

    [Fact]
    public void FilesOf_WeightsOfAFolder_HasTheConfigurationToo() => Assert.Equal(
        ["cfg.json", "sae_weights.safetensors"],
        SaeFile.FilesOf(Path.Combine(SaeFormatTests.FolderOf("saelens_topk_rescale"), "sae_weights.safetensors")).Select(Path.GetFileName));

    [Theory]
    [InlineData("attention_out_2", "attention_out_2")]
    [InlineData("resid_post_layer_2", "blocks.2.hook_resid_post")]
    public void Open_DictionaryLearningSubmodule_IsTheHook(string module, string hook)
    {
        var source = SaeFormatTests.FolderOf("dictionary_learning_topk");
        File.Copy(Path.Combine(source, "ae.pt"), Path.Combine(folder, "ae.pt"));
        File.WriteAllText(Path.Combine(folder, "config.json"), File.ReadAllText(Path.Combine(source, "config.json")).Replace("resid_post_layer_2", module, StringComparison.Ordinal));
        using var file = SaeFile.Open(folder);
        Assert.Equal(hook, file.Spec.HookName);
    }

    [Fact]
    public void Open_ScalingFactorThatTheConfigurationDenies_IsRefused()
    {
        var source = SaeFormatTests.FolderOf("saelens_v5_scaling_factor");
        File.Copy(Path.Combine(source, "sae_weights.safetensors"), Path.Combine(folder, "sae_weights.safetensors"));
        var config = File.ReadAllText(Path.Combine(source, "cfg.json"));
        File.WriteAllText(Path.Combine(folder, "cfg.json"), config.Replace("\"finetuning_scaling_factor\": true", "\"finetuning_scaling_factor\": false", StringComparison.Ordinal));
        Assert.Contains("finetuning_scaling_factor is false although 'scaling_factor'", Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);

        // Version 2 wrote the factor with every SAE, and nothing in the configuration.
        File.WriteAllText(Path.Combine(folder, "cfg.json"), config.Replace("\"finetuning_scaling_factor\": true, ", string.Empty, StringComparison.Ordinal));
        using var old = SaeFile.Open(folder);
        using var file = SaeFile.Open(source);
        Assert.Equal(file.DecoderRow(5), old.DecoderRow(5));
        Assert.Equal("scaling_factor is multiplied into W_dec.", file.Spec.Note);
    }

    [Fact]
    public void Open_LogThreshold_IsItsExponential()
    {
        // As the training SAEs of SAELens 4.1 to 4.3.2 were saved.
        File.WriteAllText(Path.Combine(folder, "cfg.json"), """{"architecture": "jumprelu"}""");
        new SafetensorsWriter().Add("W_enc", new float[6], 2, 3).Add("b_enc", new float[3]).Add("W_dec", new float[6], 3, 2).Add("b_dec", new float[2])
            .Add("log_threshold", new[] { 0, MathF.Log(2), -1 }).Write(Path.Combine(folder, "sae_weights.safetensors"));
        using var file = SaeFile.Open(folder);
        Assert.Equal([1f, MathF.Exp(MathF.Log(2)), MathF.Exp(-1)], file.Threshold.ToArray());
    }

    [Fact]
    public void Open_UnitDecoderWithDeadRow_KeepsItDead()
    {
        File.WriteAllText(Path.Combine(folder, "cfg.json"), """{"architecture": "topk", "k": 2, "rescale_acts_by_decoder_norm": true}""");
        new SafetensorsWriter().Add("W_enc", new float[] { 1, 1, 1, 1 }, 2, 2).Add("b_enc", new float[] { 1, 1 }).Add("W_dec", new float[] { 3, 4, 0, 0 }, 2, 2).Add("b_dec", new float[2])
            .Write(Path.Combine(folder, "sae_weights.safetensors"));
        using var file = SaeFile.Open(folder);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        Assert.Equal([15f, 0], sae.Encode([1.0, 1]).Activations);
        Assert.Equal([9.0, 12], sae.Decode(sae.Encode([1.0, 1])).Select(value => Math.Round(value, 5)));
        Assert.Equal([1], SaeHealth.Of(file).DeadDecoderRows);
    }

    [Fact]
    public void Open_NaNInAFoldedSae_NamesTheStoredTensor()
    {
        File.WriteAllText(Path.Combine(folder, "cfg.json"), """{"architecture": "topk", "k": 1, "rescale_acts_by_decoder_norm": true}""");
        new SafetensorsWriter().Add("W_enc", new float[4], 2, 2).Add("b_enc", new float[2]).Add("W_dec", new[] { 1, 1, float.NaN, 0 }, 2, 2).Add("b_dec", new float[2])
            .Write(Path.Combine(folder, "sae_weights.safetensors"));
        Assert.Contains("'W_dec' holds NaN at element 2", Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transcoder", "'transcoder'", "a transcoder computes")]
    [InlineData("temporal", "'temporal'", "reads the tokens before")]
    [InlineData("matching_pursuit", "'matching_pursuit'", "no encoder whose bias")]
    [InlineData("new_idea", "'new_idea'", "standard, jumprelu, topk, batchtopk, matryoshka_batchtopk or gated")]
    public void Open_OtherArchitecture_IsNamedInOneSentence(string architecture, string named, string why)
    {
        File.WriteAllText(Path.Combine(folder, "cfg.json"), $$"""{"architecture": "{{architecture}}"}""");
        new SafetensorsWriter().Add("W_enc", new float[6], 2, 3).Write(Path.Combine(folder, "sae_weights.safetensors"));
        var message = Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Equal([("W_enc", "F32")], SaeFile.ListRefused(folder)!.Tensors.Select(tensor => (tensor.Name, tensor.Type)));
    }

    [Theory]
    [InlineData("""{"d_in": 4, "num_latents": 6, "activation": "groupmax", "k": 4}""", "k is 4, and must divide the 6 features")]
    [InlineData("""{"d_in": 4, "num_latents": 6, "activation": "softmax", "k": 2}""", "activation is 'softmax', and must be topk or groupmax")]
    [InlineData("""{"d_in": 4, "num_latents": 6, "signed": true}""", "signed is true")]
    public void Open_SparsifyThatIsNotRead_SaysWhy(string config, string named)
    {
        File.WriteAllText(Path.Combine(folder, "cfg.json"), config);
        new SafetensorsWriter().Add("encoder.weight", new float[24], 6, 4).Add("encoder.bias", new float[6]).Add("W_dec", new float[24], 6, 4).Add("b_dec", new float[4])
            .Write(Path.Combine(folder, "sae.safetensors"));
        Assert.Contains(named, Assert.Throws<InputException>(() => SaeFile.Open(folder)).Message, StringComparison.Ordinal);
    }
}
