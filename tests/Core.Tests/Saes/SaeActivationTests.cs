using SteerScope.Compute;
using SteerScope.Saes;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class SaeActivationTests
{
    [Fact]
    public void Encode_TopK_KeepsTheLargestPositiveAndTheLowerOfEquals()
    {
        Assert.Equal([0f, 2, 2, 0, 0], Encode(SaeArchitecture.TopK, [1, 2, 2, -5, 2], spec => spec with { K = 2 }));
        Assert.Equal([1f, 0, 0, 0, 0], Encode(SaeArchitecture.TopK, [1, -2, -2, -5, 0], spec => spec with { K = 3 }));
    }

    [Fact]
    public void Encode_GroupMax_KeepsTheLargestOfEachGroupWhereItIsPositive()
    {
        Assert.Equal([0f, 2, 3, 0, 0, 0], Encode(SaeArchitecture.GroupMax, [1, 2, 3, 3, -5, -1], spec => spec with { K = 3 }));
        Assert.Equal([0f, 0, 0, 3, 0, 0], Encode(SaeArchitecture.GroupMax, [1, 2, -1, 3, -5, 2.5f], spec => spec with { K = 1 }));
        Assert.Contains("k is 4, and must divide the 6", Assert.Throws<InputException>(
            () => Encode(SaeArchitecture.GroupMax, [1, 2, 3, 4, 5, 6], spec => spec with { K = 4 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_Standard_IsRelu() => Assert.Equal([1f, 0, 3], Encode(SaeArchitecture.Standard, [1, -2, 3], spec => spec));

    [Fact]
    public void Encode_NegativeThreshold_StaysRelu()
    {
        // SAELens' and the Gemma tutorial's form, not pre * (pre > threshold).
        using var file = PlantedSae.JumpRelu([[1], [-1]], threshold: [-9, -9]);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        Assert.Equal([2f, 0], sae.Encode([2.0]).Activations);
    }

    [Fact]
    public void Encode_Gated_GateDecidesAndMagnitudeScales()
    {
        var spec = new SaeSpec { Format = "planted", Architecture = SaeArchitecture.Gated, InputWidth = 1, Features = 2 };
        var weights = new SaeWeights(
            new ArrayTensor("W_enc", [1, 1], 1, 2), WeightLayout.InputsByOutputs, null, new ArrayTensor("W_dec", [1, 1], 2, 1), new ArrayTensor("b_dec", [0], 1),
            GateBias: new ArrayTensor("b_gate", [0.5f, -5], 2),
            MagnitudeBias: new ArrayTensor("b_mag", [0.25f, 1], 2),
            MagnitudeScale: new ArrayTensor("r_mag", [MathF.Log(2), 0], 2));
        using var file = PlantedSae.Of(spec, weights);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var encoding = sae.Encode([3.0]);
        Assert.Equal([3.5f, -2], encoding.PreActivations);
        Assert.Equal(6.25f, encoding.Activations[0], 1e-5f);
        Assert.Equal(0, encoding.Activations[1]);
        Assert.Equal(1, SaeHealth.Of(file).ZeroVectorL0);
    }

    [Theory]
    [InlineData(SaeNormalisation.LayerNorm)]
    [InlineData(SaeNormalisation.ConstantNormRescale)]
    public void Decode_NormalisedInput_IsUndone(SaeNormalisation normalisation)
    {
        // An SAE whose features are +x_i and -x_i reconstructs its normalised input exactly.
        var identity = new float[][] { [1, 0], [0, 1], [-1, 0], [0, -1] };
        using var plain = PlantedSae.JumpRelu(identity);
        using var file = PlantedSae.Of(plain.Spec with { Normalisation = normalisation, ApplyBDecToInput = true }, plain.Weights with { BDec = new ArrayTensor("b_dec", [0.5f, 0.25f], 2) });
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var decoded = sae.Decode(sae.Encode([3.0, 7.0]));
        Assert.Equal(3, decoded[0], 1e-3);
        Assert.Equal(7, decoded[1], 1e-3);
    }

    [Fact]
    public void Encode_ConstantNormOfZeroVector_IsTheBiasAlone()
    {
        using var plain = PlantedSae.JumpRelu([[1, 0]], encoderBias: [0.5f]);
        using var file = PlantedSae.Of(plain.Spec with { Normalisation = SaeNormalisation.ConstantNormRescale }, plain.Weights);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        Assert.Equal([0.5f], sae.Encode([0.0, 0.0]).Activations);
    }

    private static float[] Encode(SaeArchitecture architecture, float[] pre, Func<SaeSpec, SaeSpec> change)
    {
        var features = pre.Length;
        var weights = new SaeWeights(
            new ArrayTensor("encoder.weight", pre, features, 1), WeightLayout.OutputsByInputs, new ArrayTensor("b_enc", new float[features], features),
            new ArrayTensor("W_dec", [.. pre.Select(_ => 1f)], features, 1), new ArrayTensor("b_dec", [0], 1));
        var spec = new SaeSpec { Format = "planted", Architecture = architecture, InputWidth = 1, Features = features };
        using var file = PlantedSae.Of(change(spec), weights);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        return sae.Encode([1.0]).Activations;
    }
}
