using FsCheck.Xunit;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class HistogramTests
{
    [Property]
    public void Add_AnyValues_FollowsTheEdgeRule(short[] raw, byte binsLess1)
    {
        var values = raw.Select(value => value / 9f).Append(0f).ToArray();
        var histogram = new Histogram(values.Min(), values.Max(), binsLess1 + 1);
        histogram.Add(values);
        var edges = histogram.Edges.ToArray();
        var counts = histogram.Counts.ToArray();
        for (var bin = 0; bin < counts.Length; bin++)
        {
            var last = bin == counts.Length - 1;
            Assert.Equal(
                values.Count(value => value >= edges[bin] && (last ? value <= edges[bin + 1] : value < edges[bin + 1])),
                counts[bin]);
        }

        Assert.Equal(values.Length, counts.Sum());
        Assert.Equal((0L, 0L), (histogram.Below, histogram.Above));
    }

    [Fact]
    public void Add_ValuesOnEdges_GoUpwardExceptTheLast()
    {
        var histogram = new Histogram(0, 3, 3);
        histogram.Add([0f, 1f, 2f, 3f, 3.5f, -1f]);
        Assert.Equal([1L, 1L, 2L], histogram.Counts.ToArray());
        Assert.Equal((1L, 1L, 6L), (histogram.Below, histogram.Above, histogram.Total));
    }

    [Fact]
    public void Constructor_EqualBounds_WidensByHalf()
    {
        var histogram = new Histogram(2, 2, 1);
        Assert.Equal([1.5, 2.5], histogram.Edges.ToArray());
    }

    [Fact]
    public void Merge_SameEdges_AddsCounts()
    {
        var (first, second) = (new Histogram(0, 2, 2), new Histogram(0, 2, 2));
        first.Add([0.5f]);
        second.Add([0.5f, 1.5f, 9f]);
        first.Merge(second);
        Assert.Equal([2L, 1L], first.Counts.ToArray());
        Assert.Equal(1, first.Above);
        Assert.Throws<ArgumentException>(() => first.Merge(new Histogram(0, 2, 3)));
    }

    [Fact]
    public void Add_NaN_Throws() => Assert.Throws<ArgumentException>(() => new Histogram(0, 1, 1).Add(double.NaN));
}
