using SteerScope.Statistics;
using SteerScope.Sweeps.Items;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Items;

public sealed class RowBatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void ShardSums_ShardsJoinedToBatches_HaveTheBitsOfShardsMergedOneByOne(int most)
    {
        ActivationRows[] shards = [.. new[] { 3, 0, 5, 9, 1 }.Select((count, i) => new ActivationRows(TestValues.Normal(count * 6, i + 1), count, 6))];
        var expected = new VectorSums(6);
        foreach (var shard in shards)
        {
            expected.Merge(shard.Sums());
        }

        var sums = new VectorSums(6);
        foreach (var batch in RowBatch.Of(shards, most))
        {
            Assert.True(batch.Rows.Count <= most || batch.Counts.Count == 1);
            var shard = new ShardSums(6, batch.Counts, sums);
            for (var row = 0; row < batch.Rows.Count; row++)
            {
                shard.Add(batch.Rows.Row(row));
            }
        }

        Assert.Equal(18, sums.Count);
        Assert.Equal(expected.Sum.ToArray(), sums.Sum.ToArray());
    }
}
