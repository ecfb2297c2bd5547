using SteerScope.Devices;
using SteerScope.GpuBenchmark.Rivals;
using Xunit;

namespace SteerScope.Compute.Torch.Tests.GpuBenchmark;

public sealed class AgreementTests
{
    [Fact]
    public void Of_Numbers_IsRelativeAboveOne()
    {
        var agreement = Agreement.Of([0.5, -4], [0.25, -3]);
        Assert.Equal(0.25, agreement.Largest);
        Assert.Equal(Math.Sqrt((0.0625 + 1) / 16.25), agreement.Relative, 1e-12);
    }

    [Fact]
    public void Require_InFloat32_KeepsTheTolerance()
    {
        Agreement.Of([1, 2], [1.00009, 2]).Require(Precision.Float32, "Numbers");
        Assert.Throws<InvalidOperationException>(() => Agreement.Of([1, 2], [1.00011, 2]).Require(Precision.Float32, "Numbers"));
        Assert.Throws<InvalidOperationException>(() => Agreement.Of([1, 2], [double.NaN, 2]).Require(Precision.Float32, "Numbers"));
    }

    [Fact]
    public void Require_InBfloat16_OnlyPrints() => Agreement.Of([1], [1.01]).Require(Precision.Bfloat16, "Numbers");

    [Fact]
    public void Of_DifferentCounts_Throws() => Assert.Throws<InvalidOperationException>(() => Agreement.Of([1], [1, 2]));
}
