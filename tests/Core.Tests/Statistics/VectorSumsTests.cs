using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class VectorSumsTests
{
    [Fact]
    public void Merge_TwoShards_EqualsMeanOfAll()
    {
        var (first, second) = (new VectorSums(2), new VectorSums(2));
        first.Add([1, 2]);
        first.Add([3, 4]);
        second.Add([5, 9]);
        first.Merge(second);
        Assert.Equal(3, first.Count);
        Assert.Equal([3.0, 5.0], first.Mean());
    }

    [Fact]
    public void Add_ManySmallAfterLarge_SumsInDouble()
    {
        var sums = new VectorSums(1);
        sums.Add([16777216f]);
        for (var i = 0; i < 1000; i++)
        {
            sums.Add([1f]);
        }

        Assert.Equal(16778216.0, sums.Sum[0]);
    }

    [Fact]
    public void Mean_NothingAdded_Throws() => Assert.Throws<InvalidOperationException>(() => new VectorSums(3).Mean());

    [Fact]
    public void Add_OtherWidth_Throws() => Assert.Throws<ArgumentException>(() => new VectorSums(3).Add([1, 2]));
}
