using SteerScope.Compute;
using SteerScope.Compute.Cpu;
using SteerScope.Core.Tests.Decomposition;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

/// <summary>Small SAEs in every form, saved by the libraries themselves, against those libraries' own outputs.</summary>
public sealed class SaeFormatTests
{
    private const int Rows = 8;
    private const int Width = 12;
    private const int Features = 30;

    private static readonly string Root = Path.Combine(SharedData.Fixtures, "sae", "formats");

    private static readonly Dictionary<string, SaeArchitecture> Architectures = new()
    {
        ["dictionary_learning_batchtopk"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_batchtopk_untrained"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_bfloat16"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_cuda"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_float16"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_gated"] = SaeArchitecture.Gated,
        ["dictionary_learning_jumprelu"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_matryoshka"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_new"] = SaeArchitecture.Standard,
        ["dictionary_learning_shared_storage"] = SaeArchitecture.JumpRelu,
        ["dictionary_learning_standard"] = SaeArchitecture.Standard,
        ["dictionary_learning_standard_transposed"] = SaeArchitecture.Standard,
        ["dictionary_learning_topk"] = SaeArchitecture.TopK,
        ["dictionary_learning_unit"] = SaeArchitecture.Standard,
        ["saelens_batchtopk_checkpoint"] = SaeArchitecture.JumpRelu,
        ["saelens_batchtopk_inference"] = SaeArchitecture.JumpRelu,
        ["saelens_batchtopk_plain_checkpoint"] = SaeArchitecture.JumpRelu,
        ["saelens_batchtopk_plain_inference"] = SaeArchitecture.JumpRelu,
        ["saelens_gated_nobdec"] = SaeArchitecture.Gated,
        ["saelens_jumprelu_bfloat16"] = SaeArchitecture.JumpRelu,
        ["saelens_jumprelu_constant_norm"] = SaeArchitecture.JumpRelu,
        ["saelens_jumprelu_float16"] = SaeArchitecture.JumpRelu,
        ["saelens_jumprelu_float64"] = SaeArchitecture.JumpRelu,
        ["saelens_matryoshka_checkpoint"] = SaeArchitecture.JumpRelu,
        ["saelens_matryoshka_inference"] = SaeArchitecture.JumpRelu,
        ["saelens_standard_expected_average"] = SaeArchitecture.Standard,
        ["saelens_standard_layer_norm"] = SaeArchitecture.Standard,
        ["saelens_topk_rescale"] = SaeArchitecture.TopK,
        ["saelens_topk_training_checkpoint"] = SaeArchitecture.TopK,
        ["saelens_topk_training_inference"] = SaeArchitecture.TopK,
        ["saelens_v3_minimal"] = SaeArchitecture.Standard,
        ["saelens_v5_jumprelu_scaling_factor"] = SaeArchitecture.JumpRelu,
        ["saelens_v5_scaling_factor"] = SaeArchitecture.Standard,
        ["saelens_v5_standard_topk"] = SaeArchitecture.TopK,
        ["saelens_v5_topk"] = SaeArchitecture.TopK,
        ["sparsify_groupmax"] = SaeArchitecture.GroupMax,
        ["sparsify_topk_bfloat16"] = SaeArchitecture.TopK,
    };

    public static TheoryData<string> Names => [.. Architectures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_EveryForm_EqualsItsLibrary(string name) => Compare(name, new SaeTestOps());

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_EveryFormByManagedKernels_EqualsItsLibrary(string name)
    {
        using var ops = new CpuOps(threads: 2);
        Compare(name, ops);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Directions_EveryForm_AreThoseOfEncodingAndDecoding(string name)
    {
        using var file = SaeFile.Open(FolderOf(name));
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var x = Inputs().Take(Width).Select(value => (double)value).ToArray();
        var (encoding, bias) = (sae.Encode(x), SaeDirections.EffectiveBias(file));
        Assert.Equal(sae.Encode(new double[Width]).L0, SaeHealth.Of(file).ZeroVectorL0);
        var zero = sae.Encode(new double[Width]).PreActivations;
        Assert.All(Enumerable.Range(0, Features), f => Assert.Equal(zero[f], bias[f], 1e-5));
        if (file.Spec.Normalisation == SaeNormalisation.None)
        {
            var projections = SaeDirections.OnEncoder(file, x);
            Assert.All(Enumerable.Range(0, Features), f => Assert.Equal(encoding.PreActivations[f], projections[f] + bias[f], 1e-4));
            var column = SaeDirections.Encoder(file, 7);
            Assert.Equal(projections[7], VectorMath.Dot(x, column), 1e-9);
        }

        // One active feature decodes to its row: what a reconstruction, a pursuit and a projection call direction is one thing.
        var one = new float[Features];
        one[3] = 2;
        var (with, without) = (SaeDecoder.Decode(file, one, SaeInputScale.Identity), SaeDecoder.Decode(file, new float[Features], SaeInputScale.Identity));
        Assert.All(Enumerable.Range(0, Width), i => Assert.Equal(2 * file.DecoderRow(3)[i], with[i] - without[i], 1e-9));
        Assert.Equal(VectorMath.Dot(x, file.DecoderRow(3)), SaeDirections.OnDecoder(file, x)[3], 1e-9);
        Assert.Equal(VectorMath.Norm(file.DecoderRow(3)), file.DecoderNorms[3], 1e-9);
        if (file.Spec.UnitDecoder)
        {
            Assert.All(file.DecoderNorms, norm => Assert.Equal(1, norm, 1e-6));
        }
    }

    [Theory]
    [InlineData("saelens_transcoder", "architecture is 'transcoder'")]
    [InlineData("saelens_skip_transcoder", "architecture is 'skip_transcoder'")]
    [InlineData("saelens_jumprelu_transcoder", "architecture is 'jumprelu_transcoder'")]
    [InlineData("sparsify_transcoder/layers.2.mlp", "transcode is true")]
    public void Open_Transcoder_IsRefusedAndListed(string name, string named)
    {
        var path = Path.Combine(Root, name);
        var error = Assert.Throws<InputException>(() => SaeFile.Open(path));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot decompose a vector", error.Message.Replace("can decompose a vector", "cannot decompose a vector", StringComparison.Ordinal), StringComparison.Ordinal);
        var listing = SaeFile.ListRefused(path)!;
        Assert.Equal(error.Message, listing.Refusal);
        Assert.Contains(listing.Tensors, tensor => tensor is { Name: "W_dec", Type: "F32", Shape: [Features, _] });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ListRefused_UsableSae_IsNothing(string name) => Assert.Null(SaeFile.ListRefused(FolderOf(name)));

    [Fact]
    public void Open_EveryFolder_IsNamedInThisTest() => Assert.Equal(
        Architectures.Keys.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Where(name => !name.Contains("transcoder", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("saelens_batchtopk_checkpoint", "blocks.2.hook_resid_post", "batchtopk")]
    [InlineData("saelens_v3_minimal", "blocks.2.hook_resid_post", null)]
    [InlineData("sparsify_groupmax", "blocks.2.hook_resid_post", null)]
    [InlineData("dictionary_learning_batchtopk", "blocks.2.hook_resid_post", "batchtopk")]
    [InlineData("dictionary_learning_matryoshka", "blocks.2.hook_resid_post", "matryoshka_batchtopk")]
    [InlineData("dictionary_learning_unit", null, null)]
    public void Open_EveryForm_SaysHookAndTraining(string name, string? hook, string? trained)
    {
        using var file = SaeFile.Open(FolderOf(name));
        Assert.Equal((hook, trained), (file.Spec.HookName, file.Spec.TrainedAs));
    }

    internal static string FolderOf(string name)
    {
        var folder = Path.Combine(Root, name);
        return Directory.GetDirectories(folder) is [var inner] ? inner : folder;
    }

    private static void Compare<T>(string name, ITensorOps<T> ops)
        where T : class, IDisposable
    {
        using var file = SaeFile.Open(FolderOf(name));
        using var sae = new Sae<T>(file, ops);
        Assert.Equal(Architectures[name], file.Spec.Architecture);
        var (x, expected) = (Inputs(), new TensorFixture(Path.Combine(Root, name, "expected.safetensors")));
        var (acts, reconstruction) = (expected["feature_acts"], expected["reconstruction"]);
        Assert.Equal((Rows * Features, Rows * Width), (acts.Length, reconstruction.Length));
        sae.Encode(new ActivationRows(x, Rows, Width), chunk =>
        {
            for (var row = 0; row < Rows; row++)
            {
                if (double.IsNaN(acts[row * Features]))
                {
                    // SAELens divides the zero vector by its norm; here it stays zero.
                    Assert.Equal(4, row);
                    continue;
                }

                var scale = 1e-5 * (1 + Enumerable.Range(0, Width).Max(i => Math.Abs(x[(row * Width) + i])));
                var actual = chunk.ActivationsOf(row);
                for (var f = 0; f < Features; f++)
                {
                    Assert.Equal(acts[(row * Features) + f], actual[f], scale);
                    Assert.Equal(acts[(row * Features) + f] > 0, actual[f] > 0);
                }

                var decoded = SaeDecoder.Decode(file, actual, chunk.Scales[row]);
                Assert.All(Enumerable.Range(0, Width), i => Assert.Equal(reconstruction[(row * Width) + i], decoded[i], 4 * scale));
            }
        });
    }

    private static float[] Inputs() => new TensorFixture(Path.Combine(Root, "inputs.safetensors")).Floats("x");
}
