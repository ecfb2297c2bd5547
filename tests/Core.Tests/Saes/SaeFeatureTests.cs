using SteerScope.Compute;
using SteerScope.Compute.Cpu;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class SaeFeatureTests
{
    private const int Inputs = 24;
    private const int Features = 50;

    [Theory]
    [InlineData(SaeArchitecture.Standard)]
    [InlineData(SaeArchitecture.JumpRelu)]
    [InlineData(SaeArchitecture.Gated)]
    public void EncodeFeatures_FeaturesThatDoNotCompete_HaveTheBitsOfEncode(SaeArchitecture architecture)
    {
        using var file = Planted(architecture);
        using var ops = new CpuOps();
        using var sae = new Sae<CpuTensor>(file, ops);
        var rows = new ActivationRows(TestValues.Normal(11 * Inputs, 8), 11, Inputs);
        int[] features = [49, 0, 17];
        var chosen = sae.EncodeFeatures(rows, features)!;
        var active = 0;
        sae.Encode(rows, chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                for (var i = 0; i < features.Length; i++)
                {
                    Assert.Equal(chunk.ActivationsOf(row)[features[i]], chosen[row][i]);
                    active += chosen[row][i] > 0 ? 1 : 0;
                }
            }
        });
        Assert.InRange(active, 1, (11 * features.Length) - 1);
    }

    [Theory]
    [InlineData(SaeArchitecture.TopK)]
    [InlineData(SaeArchitecture.GroupMax)]
    public void EncodeFeatures_FeaturesThatCompete_IsRefused(SaeArchitecture architecture)
    {
        using var file = Planted(architecture);
        using var ops = new CpuOps();
        using var sae = new Sae<CpuTensor>(file, ops);
        Assert.Null(sae.EncodeFeatures(new ActivationRows(new float[Inputs], 1, Inputs), [0]));
    }

    [Fact]
    public void Encode_FewRowsInPlaceOrManyOnTheDevice_AreTheSameBits()
    {
        using var file = Planted(SaeArchitecture.JumpRelu);
        using var ops = new CpuOps();
        using var sae = new Sae<CpuTensor>(file, ops);
        var values = TestValues.Normal(20 * Inputs, 8);
        var few = Pre(sae, values, 3);
        var many = Pre(sae, values, 20);
        Assert.Equal(few, many.AsSpan(0, few.Length).ToArray());
        Assert.Equal(few, Pre(sae, values, 3));
    }

    private static float[] Pre(Sae<CpuTensor> sae, float[] values, int rows)
    {
        float[] pre = [];
        sae.Encode(new ActivationRows(values.AsMemory(0, rows * Inputs), rows, Inputs), chunk => pre = chunk.PreActivations.ToArray());
        return pre;
    }

    private static SaeFile Planted(SaeArchitecture architecture)
    {
        ArrayTensor Vector(string name, int seed) => new(name, TestValues.Normal(Features, seed, 0.5f), Features);
        var gated = architecture == SaeArchitecture.Gated;
        var weights = new SaeWeights(
            new ArrayTensor("W_enc", TestValues.Normal(Inputs * Features, 1), Inputs, Features),
            WeightLayout.InputsByOutputs,
            gated ? null : Vector("b_enc", 2),
            new ArrayTensor("W_dec", TestValues.Normal(Inputs * Features, 3), Features, Inputs),
            new ArrayTensor("b_dec", TestValues.Normal(Inputs, 4), Inputs),
            architecture == SaeArchitecture.JumpRelu ? Vector("threshold", 5) : null,
            gated ? Vector("b_gate", 5) : null,
            gated ? Vector("b_mag", 6) : null,
            gated ? Vector("r_mag", 7) : null);
        return PlantedSae.Of(new SaeSpec { Format = "planted", Architecture = architecture, InputWidth = Inputs, Features = Features, K = 5, ApplyBDecToInput = true }, weights);
    }
}
