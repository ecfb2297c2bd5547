using FsCheck.Xunit;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class ExactQuantilesTests
{
    private static readonly double[] Probabilities = [0, 0.01, 0.25, 1.0 / 3, 0.5, 0.75, 0.999, 1];

    [Property]
    public void OrderStatistics_AnyFloats_EqualsSorting(float[] raw)
    {
        var values = raw.Where(value => !float.IsNaN(value)).ToArray();
        var sorted = values.Order().ToArray();
        var ranks = Enumerable.Range(0, values.Length).Select(rank => (long)rank).Reverse().ToArray();
        Assert.Equal(sorted.Reverse(), ExactQuantiles.OrderStatistics(() => Blocks(values, 3), ranks));
    }

    [Property]
    public void Quantiles_AnyFloats_EqualsNumpysLinearRule(int[] raw, byte blockSize)
    {
        var values = raw.Select(value => value / 13f).Append(0.5f).ToArray();
        var sorted = values.Order().ToArray();
        var expected = Probabilities.Select(q =>
        {
            var h = (sorted.Length - 1) * q;
            var low = (int)h;
            var high = Math.Min(low + 1, sorted.Length - 1);
            return sorted[low] + ((h - low) * ((double)sorted[high] - sorted[low]));
        }).ToArray();
        var actual = ExactQuantiles.Quantiles(() => Blocks(values, blockSize + 1), Probabilities);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12 * (1 + Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void OrderStatistics_ManyBuckets_TakesSeveralPassesInBoundedMemory()
    {
        // Two hundred values with different upper halves: more buckets than one pass refines.
        var values = Enumerable.Range(0, 200).Select(i => MathF.Pow(1.1f, i)).ToArray();
        var passes = 0;
        var result = ExactQuantiles.OrderStatistics(
            () =>
            {
                passes++;
                return Blocks(values, 7);
            },
            [.. Enumerable.Range(0, 200).Select(i => (long)i)]);
        Assert.Equal(values, result);
        Assert.Equal(1 + ((200 + 63) / 64), passes);
    }

    [Fact]
    public void Quantiles_OrderOfValues_DoesNotMatter()
    {
        var values = Enumerable.Range(0, 1001).Select(i => (i * 7919 % 1001) / 10f).ToArray();
        var forward = ExactQuantiles.Quantiles(() => Blocks(values, 10), Probabilities);
        var backward = ExactQuantiles.Quantiles(() => Blocks([.. values.Reverse()], 33), Probabilities);
        Assert.Equal(forward, backward);
        Assert.Equal(50.0, forward[4]);
    }

    [Fact]
    public void FractionBelow_Ties_CountsStrictlyBelow() =>
        Assert.Equal(0.25, ExactQuantiles.FractionBelow(Blocks([1, 2, 2, 3], 2), 2));

    [Fact]
    public void FractionsBelow_SeveralLimits_AreEachTheirOwn() =>
        Assert.Equal([0, 0.25, 0.75, 1], ExactQuantiles.FractionsBelow(Blocks([1, 2, 2, 3], 3), [1, 2, 3, 4]));

    [Fact]
    public void FractionBelow_ComparesInDouble() =>
        Assert.Equal(1, ExactQuantiles.FractionBelow(Blocks([1f], 1), 1 + 1e-12));

    [Fact]
    public void OrderStatistics_NaN_Throws() =>
        Assert.Throws<ArgumentException>(() => ExactQuantiles.OrderStatistics(() => Blocks([1, float.NaN], 2), [0]));

    [Fact]
    public void OrderStatistics_RankOutside_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactQuantiles.OrderStatistics(() => Blocks([1, 2], 2), [2]));

    [Fact]
    public void Quantiles_Nothing_Throws() =>
        Assert.Throws<ArgumentException>(() => ExactQuantiles.Quantiles(() => [], [0.5]));

    private static IEnumerable<ReadOnlyMemory<float>> Blocks(float[] values, int size) =>
        values.Chunk(size).Select(block => new ReadOnlyMemory<float>(block));
}
