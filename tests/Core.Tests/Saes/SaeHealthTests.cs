using SteerScope.Saes;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class SaeHealthTests
{
    [Fact]
    public void Of_PlantedSae_FindsDeadRowsAndBiases()
    {
        using var file = PlantedSae.JumpRelu([[3, 4], [0, 0], [1, 0]], encoderBias: [0.5f, 2, 0.25f], threshold: [0.1f, 0.1f, -1]);
        var health = SaeHealth.Of(file);
        Assert.Equal([1], health.DeadDecoderRows);
        Assert.Equal((0.0, 5.0), (health.DecoderNorms.Min, health.DecoderNorms.Max));
        Assert.Equal((1, 3), (health.NegativeThresholds, health.ZeroVectorL0));
        Assert.Equal(Math.Sqrt((1.75 * 1.75) + 4), health.ZeroVectorReconstructionNorm, 1e-12);
        Assert.Equal(2, health.EncoderBias.Max);
    }

    [SharedTheory]
    [InlineData(0, 123)]
    [InlineData(1, 71)]
    [InlineData(2, 59)]
    [InlineData(3, 60)]
    [InlineData(4, 67)]
    public void Of_Stories260k_HasTheReferencesZeroVectorL0(int layer, int l0)
    {
        using var file = SaeFile.Open(SharedData.Shared("models", "stories260k", "saes", $"layer_{layer}", "width_512")!);
        var health = SaeHealth.Of(file);
        Assert.Equal(l0, health.ZeroVectorL0);
        Assert.Empty(health.DeadDecoderRows);
        Assert.Equal(1, health.DecoderNorms.Mean, 1e-6);
    }
}
