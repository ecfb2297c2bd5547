using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>Sums rows that come one after the other shard by shard, and merges the sum of each shard when it is whole.</summary>
internal sealed class ShardSums
{
    private readonly int _width;
    private readonly IReadOnlyList<int> _counts;
    private readonly VectorSums _total;
    private VectorSums _current;
    private int _shard;

    /// <param name="width">Values in a row.</param>
    /// <param name="counts">Rows of each shard.</param>
    /// <param name="total">What shards are merged into.</param>
    public ShardSums(int width, IReadOnlyList<int> counts, VectorSums total)
    {
        (_width, _counts, _total) = (width, counts, total);
        _current = new VectorSums(width);
        MergeWhole();
    }

    /// <summary>Adds the next row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        _current.Add(row);
        MergeWhole();
    }

    private void MergeWhole()
    {
        while (_shard < _counts.Count && _current.Count == _counts[_shard])
        {
            _total.Merge(_current);
            _current = new VectorSums(_width);
            _shard++;
        }
    }
}
