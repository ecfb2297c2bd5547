using FsCheck.Xunit;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class VectorMathTests
{
    [Property]
    public void Dot_AnyLength_EqualsThePlainSum(short[] raw)
    {
        // Small integers: every order of summation is exact.
        var a = raw.Select(value => (double)value).ToArray();
        var b = raw.Reverse().Select(value => (double)value).ToArray();
        Assert.Equal(a.Zip(b, (x, y) => x * y).Sum(), VectorMath.Dot(a, b));
    }

    [Fact]
    public void Cosine_ZeroVector_IsNull() => Assert.Null(VectorMath.Cosine([0, 0], [1, 2]));

    [Fact]
    public void Dot_LengthsDiffer_Throws() => Assert.Throws<ArgumentException>(() => VectorMath.Dot([1], [1, 2]));
}
