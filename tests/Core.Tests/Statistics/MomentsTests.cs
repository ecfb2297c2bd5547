using FsCheck.Xunit;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class MomentsTests
{
    [Property]
    public void Add_AnyValues_EqualsTwoPassFormula(int[] raw)
    {
        var values = raw.Select(value => value / 7.0).ToArray();
        var moments = values.Aggregate(Moments.Empty, (sum, value) => sum.Add(value));
        Assert.Equal(values.Length, moments.Count);
        if (values.Length == 0)
        {
            Assert.Equal(double.PositiveInfinity, moments.Min);
            Assert.True(double.IsNaN(moments.Variance()));
            return;
        }

        var mean = values.Average();
        var m2 = values.Sum(value => (value - mean) * (value - mean));
        Assert.Equal(mean, moments.Mean, 1e-9);
        Assert.Equal(m2, moments.M2, 1e-8 * (1 + m2));
        Assert.Equal((values.Min(), values.Max()), (moments.Min, moments.Max));
        Assert.Equal(Math.Sqrt(m2 / values.Length), moments.StandardDeviation(), 1e-8 * (1 + m2));
    }

    [Property]
    public void Merge_AnySplit_EqualsAllAtOnce(int[] first, int[] second)
    {
        static Moments Of(IEnumerable<int> values) => values.Aggregate(Moments.Empty, (sum, value) => sum.Add(value / 3.0));
        var (merged, whole) = (Of(first).Merge(Of(second)), Of(first.Concat(second)));
        Assert.Equal(whole.Count, merged.Count);
        Assert.Equal(whole.Mean, merged.Mean, 1e-9);
        Assert.Equal(whole.M2, merged.M2, 1e-8 * (1 + whole.M2));
        Assert.Equal((whole.Min, whole.Max), (merged.Min, merged.Max));
    }

    [Fact]
    public void Variance_LargeOffset_KeepsItsDigits()
    {
        var moments = new[] { 4.0, 7, 13, 16 }.Aggregate(Moments.Empty, (sum, value) => sum.Add(1e9 + value));
        Assert.Equal(30, moments.Variance(ddof: 1));
        Assert.Equal(22.5, moments.Variance());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Add_NotFinite_Throws(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Moments.Empty.Add(value));

    [Fact]
    public void Add_ToDefault_StartsFromNothing()
    {
        // default(Moments) has extremes of 0, which are no values.
        var moments = default(Moments).Add(5).Merge(default);
        Assert.Equal((5.0, 5.0), (moments.Min, moments.Max));
    }
}
