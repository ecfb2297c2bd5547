using SteerScope.Decomposition;
using Xunit;

namespace SteerScope.Core.Tests.Decomposition;

public sealed class ReconstructionTests
{
    [Fact]
    public void Of_ZeroVector_HasNoCosineNorError() =>
        Assert.Equal(new Reconstruction(3, null, null, 5, 0), Reconstruction.Of([0, 0], [3, 4], 3));

    [Fact]
    public void Of_Halved_IsOffByHalf() =>
        Assert.Equal(new Reconstruction(1, 1, 0.5, 2.5, 5), Reconstruction.Of([3, 4], [1.5, 2], 1));

    [Fact]
    public void TopFeatures_Ties_LowerIndexFirstAndOnlyActive()
    {
        var top = TopFeatures.Of([0, 2, 3, 2, 0], 10);
        Assert.Equal([2, 1, 3], top.Select(item => item.Feature));
        Assert.Equal(1, TopFeatures.Overlap(top, [new ActiveFeature(1, 1), new ActiveFeature(0, 1)], 2));
    }

    [Fact]
    public void DecompositionInput_Variants_AreWhatTheySay()
    {
        double[] Of(InputVariant variant) => DecompositionInput.Of(variant, [3, 4], [1, 1], 10).Values;
        Assert.Equal([3.0, 4.0], Of(InputVariant.Vector));
        Assert.Equal([0.0, 0.0], Of(InputVariant.Zero));
        Assert.Equal([6.0, 8.0], Of(InputVariant.ScaledVector));
        Assert.Equal([1.0, 1.0], Of(InputVariant.Mean));
        Assert.Equal([4.0, 5.0], Of(InputVariant.MeanPlusVector));
        Assert.Throws<InputException>(() => DecompositionInput.Of(InputVariant.ScaledVector, [0, 0], [], 1));
    }
}
