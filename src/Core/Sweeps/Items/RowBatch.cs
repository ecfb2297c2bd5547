using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>Rows of some consecutive shards, one after the other.</summary>
/// <param name="Rows">All rows.</param>
/// <param name="Counts">Rows of each shard.</param>
internal sealed record RowBatch(ActivationRows Rows, IReadOnlyList<int> Counts)
{
    /// <summary>Joins shards to batches of at most <paramref name="most"/> rows; a larger shard is a batch of its own.</summary>
    public static IEnumerable<RowBatch> Of(IEnumerable<ActivationRows> shards, int most)
    {
        var held = new List<ActivationRows>();
        var rows = 0;
        foreach (var shard in shards)
        {
            if (held.Count > 0 && rows + shard.Count > most)
            {
                yield return Join(held, rows);
                (held, rows) = ([], 0);
            }

            held.Add(shard);
            rows += shard.Count;
        }

        if (held.Count > 0)
        {
            yield return Join(held, rows);
        }
    }

    private static RowBatch Join(List<ActivationRows> shards, int rows)
    {
        if (shards.Count == 1)
        {
            return new RowBatch(shards[0], [rows]);
        }

        var width = shards[0].Width;
        var values = new float[rows * width];
        var done = 0;
        foreach (var shard in shards)
        {
            shard.Values.Span.CopyTo(values.AsSpan(done));
            done += shard.Values.Length;
        }

        return new RowBatch(new ActivationRows(values, rows, width), [.. shards.Select(shard => shard.Count)]);
    }
}
