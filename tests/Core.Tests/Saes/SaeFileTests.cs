using SteerScope.Compute;
using SteerScope.Core.Tests.Decomposition;
using SteerScope.Core.Tests.Files;
using SteerScope.Files;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class SaeFileTests
{
    private static readonly string Folder = Path.Combine(SharedData.Fixtures, "sae", "gemma_scope");

    [Theory]
    [InlineData("params.npz")]
    [InlineData("params_compressed.npz")]
    [InlineData("params_fortran.npz")]
    [InlineData("")]
    public void Encode_GemmaScope_EqualsSaeLens(string name)
    {
        using var file = SaeFile.Open(Path.Combine(Folder, name));
        using var ops = new SaeTestOps();
        using var sae = new Sae<SaeTestTensor>(file, ops);
        var expected = new TensorFixture(Path.Combine(Folder, "expected.safetensors"));
        var x = new TensorFixture(Path.Combine(SharedData.Fixtures, "sae", "inputs.safetensors")).Floats("x");
        var (pre, acts, reconstruction) = (expected["pre_acts"], expected["feature_acts"], expected["reconstruction"]);
        sae.Encode(new ActivationRows(x, 16, 48), chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                var n = chunk.FirstRow + row;
                var scale = 1e-4 * (1 + Enumerable.Range(0, 48).Max(i => Math.Abs(x[(n * 48) + i])));
                var decoded = SaeDecoder.Decode(file, chunk.ActivationsOf(row), chunk.Scales[row]);
                for (var f = 0; f < 96; f++)
                {
                    Assert.Equal(pre[(n * 96) + f], chunk.PreActivationsOf(row)[f], scale);
                    Assert.Equal(acts[(n * 96) + f], chunk.ActivationsOf(row)[f], scale);
                    Assert.Equal(acts[(n * 96) + f] > 0, chunk.ActivationsOf(row)[f] > 0);
                }

                Assert.All(Enumerable.Range(0, 48), i => Assert.Equal(reconstruction[(n * 48) + i], decoded[i], 4 * scale));

                // Exactly at the threshold is off, one unit above is on, 0 > 0 is off.
                Assert.Equal(0, chunk.ActivationsOf(row)[0]);
                Assert.True(chunk.ActivationsOf(row)[1] > 0);
                Assert.Equal(0, chunk.ActivationsOf(row)[2]);
            }
        });
        Assert.True(ops.AllDisposed);
    }

    [Fact]
    public void Open_LowerCaseKeys_IsTheSameSae()
    {
        // As some Gemma Scope releases are saved.
        using var upper = SaeFile.Open(Folder);
        using var folder = new TestFolder();
        var writer = new NpzWriter();
        foreach (var tensor in upper.Weights.All)
        {
            writer.Add(tensor.Name.ToLowerInvariant(), tensor.ToFloats(), [.. tensor.Shape]);
        }

        writer.Write(folder["params.npz"]);
        using var lower = SaeFile.Open(folder.Path);
        Assert.Equal("w_enc", lower.Weights.WEnc.Name);
        Assert.Equal(upper.Weights.All.Select(tensor => string.Join(' ', tensor.ToFloats())), lower.Weights.All.Select(tensor => string.Join(' ', tensor.ToFloats())));
        Assert.Equal(SaeDirections.EffectiveBias(upper), SaeDirections.EffectiveBias(lower));
    }

    [Fact]
    public void SumActivations_ManyRows_RunsInBoundedChunksInRowOrder()
    {
        // 2^20 features allow 16 rows a chunk.
        var decoder = Enumerable.Range(0, 1 << 20).Select(feature => new[] { feature == 7 ? 1f : 0f }).ToArray();
        using var file = PlantedSae.JumpRelu(decoder);
        using var ops = new SaeTestOps();
        using var sae = new Sae<SaeTestTensor>(file, ops);
        var sums = sae.SumActivations(new ActivationRows(Enumerable.Range(0, 20).Select(i => (float)i).ToArray(), 20, 1));
        Assert.Equal(16, ops.LargestUpload);
        Assert.Equal((20L, 190.0), (sums.Count, sums.Sum[7]));
    }

    [Fact]
    public void Open_Nothing_NamesWhatWouldBeRight()
    {
        var error = Assert.Throws<InputException>(() => SaeFile.Open(Path.Combine(Folder, "missing")));
        Assert.Contains("params.npz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ShapesDoNotFit_NamesTheTensor()
    {
        var spec = new SaeSpec { Format = "planted", Architecture = SaeArchitecture.Standard, InputWidth = 2, Features = 3 };
        var weights = Weights(new float[6], [3, 2]);
        var error = Assert.Throws<InputException>(() => PlantedSae.Of(spec, weights with { BDec = new ArrayTensor("b_dec", new float[3], 3) }));
        Assert.Contains("'b_dec' is F32 [3], and must be floating-point [2]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void RequireFinite_NotFinite_NamesTheTensor(float value)
    {
        var spec = new SaeSpec { Format = "planted", Architecture = SaeArchitecture.Standard, InputWidth = 2, Features = 3 };
        var error = Assert.Throws<InputException>(() => PlantedSae.Of(spec, Weights([0, 0, 0, 0, value, 0], [3, 2])).RequireFinite());
        Assert.Contains("'W_dec'", error.Message, StringComparison.Ordinal);
        Assert.Contains("element 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_JumpReluWithoutThreshold_IsRefused()
    {
        var spec = new SaeSpec { Format = "planted", Architecture = SaeArchitecture.JumpRelu, InputWidth = 2, Features = 3 };
        Assert.Contains("lacks", Assert.Throws<InputException>(() => PlantedSae.Of(spec, Weights(new float[6], [3, 2]))).Message, StringComparison.Ordinal);
    }

    internal static SaeWeights Weights(float[] decoder, int[] shape) => new(
        new ArrayTensor("W_enc", new float[decoder.Length], shape[1], shape[0]),
        WeightLayout.InputsByOutputs,
        new ArrayTensor("b_enc", new float[shape[0]], shape[0]),
        new ArrayTensor("W_dec", decoder, shape),
        new ArrayTensor("b_dec", new float[shape[1]], shape[1]));
}
