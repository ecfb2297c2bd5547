using System.Runtime.Intrinsics;
using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests.Kernels;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_AllMagnitudes_IsWithinTwoUnits() =>
        AssertUnits(VectorMath.Exp, Math.Exp, Range(-87f, 88.7f, 200_001), 2);

    [Fact]
    public void Tanh_AllMagnitudes_IsWithinThreeUnits() =>
        AssertUnits(VectorMath.Tanh, Math.Tanh, [.. Range(-10f, 10f, 200_001), 1e-30f, -1e-10f, 1e-4f, 0.62499f, 0.62501f, 100f, -1e30f], 3);

    [Fact]
    public void Erf_AllMagnitudes_IsWithinItsBound()
    {
        foreach (var x in Range(-7f, 7f, 200_001))
        {
            Assert.Equal(ReferenceFunctions.Erf(x), VectorMath.Erf(Vector512.Create(x))[0], 1e-7);
        }
    }

    [Fact]
    public void Exp_Extremes_AreTheLimits()
    {
        Assert.Equal(1f, VectorMath.Exp(Vector512.Create(0f))[0]);
        Assert.Equal(0, BitConverter.SingleToInt32Bits(VectorMath.Exp(Vector512.Create(float.NegativeInfinity))[0]));
        Assert.Equal(0f, VectorMath.Exp(Vector512.Create(-104f))[0]);
        Assert.Equal(float.Epsilon, VectorMath.Exp(Vector512.Create(-103.2f))[0]);
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp(Vector512.Create(88.8f))[0]);
        Assert.Equal(float.PositiveInfinity, VectorMath.Exp(Vector512.Create(float.PositiveInfinity))[0]);
        Assert.True(float.IsNaN(VectorMath.Exp(Vector512.Create(float.NaN))[0]));
    }

    [Fact]
    public void TanhAndErf_Extremes_AreTheLimits()
    {
        foreach (var function in new[] { VectorMath.Tanh, VectorMath.Erf })
        {
            Assert.Equal(1f, function(Vector512.Create(float.PositiveInfinity))[0]);
            Assert.Equal(-1f, function(Vector512.Create(float.NegativeInfinity))[0]);
            Assert.Equal(int.MinValue, BitConverter.SingleToInt32Bits(function(Vector512.Create(-0f))[0]));
            Assert.True(float.IsNaN(function(Vector512.Create(float.NaN))[0]));
        }
    }

    [Fact]
    public void Sum_Lanes_AddsAll()
    {
        Assert.Equal(136f, VectorMath.Sum(Vector512.Create(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f, 11f, 12f, 13f, 14f, 15f, 16f)));
        Assert.Equal(36.0, VectorMath.Sum(Vector512.Create(1.0, 2, 3, 4, 5, 6, 7, 8)));
    }

    private static float[] Range(float low, float high, int count) =>
        [.. Enumerable.Range(0, count).Select(index => (float)(low + ((high - low) * (double)index / (count - 1))))];

    private static void AssertUnits(Func<Vector512<float>, Vector512<float>> function, Func<double, double> exact, float[] points, double limit)
    {
        var worst = 0.0;
        foreach (var x in points)
        {
            var expected = exact(x);
            var unit = MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected);
            worst = Math.Max(worst, Math.Abs(function(Vector512.Create(x))[0] - expected) / unit);
        }

        Assert.InRange(worst, 0, limit);
    }
}
