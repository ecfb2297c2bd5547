namespace SteerScope.Statistics;

/// <summary>
/// Exact order statistics and quantiles of float32 values that are too many to hold. The values are read twice: once to
/// count the upper 16 bits of each value's sortable form, once to count the lower 16 bits inside the few buckets that hold
/// a wanted rank. Memory is some megabytes whatever the number of values; the result does not depend on their order.
/// </summary>
public static class ExactQuantiles
{
    private const int Buckets = 1 << 16;

    /// <summary>Buckets refined in one pass: 64 tables of 65,536 counts are 32 MiB.</summary>
    private const int BucketsPerPass = 64;

    /// <summary>The k-th smallest value (0-based) for every asked rank.</summary>
    /// <param name="source">Gives the same values each time it is called.</param>
    /// <param name="ranks">From 0 to the number of values less one, in any order, repeats allowed.</param>
    /// <exception cref="ArgumentException">A value is NaN, or the source gave other values the second time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rank lies outside the values.</exception>
    public static float[] OrderStatistics(Func<IEnumerable<ReadOnlyMemory<float>>> source, IReadOnlyList<long> ranks)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(ranks);
        var upper = CountUpper(source, out var count);
        return OrderStatistics(source, upper, count, ranks);
    }

    /// <summary>
    /// Quantiles with linear interpolation between order statistics at h = (n - 1) q: numpy.quantile's default, type 7 of
    /// Hyndman and Fan (1996).
    /// </summary>
    /// <param name="source">Gives the same values each time it is called.</param>
    /// <param name="probabilities">Each from 0 to 1.</param>
    /// <exception cref="ArgumentException">There are no values, a value is NaN, or a probability lies outside 0 to 1.</exception>
    public static double[] Quantiles(Func<IEnumerable<ReadOnlyMemory<float>>> source, IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(probabilities);
        var upper = CountUpper(source, out var count);
        if (count == 0)
        {
            throw new ArgumentException("There are no values to take quantiles of.", nameof(source));
        }

        var ranks = new long[2 * probabilities.Count];
        var fractions = new double[probabilities.Count];
        for (var i = 0; i < probabilities.Count; i++)
        {
            var q = probabilities[i];
            if (!(q >= 0 && q <= 1))
            {
                throw new ArgumentException($"A quantile's probability is {q}, and must be from 0 to 1.", nameof(probabilities));
            }

            var h = (count - 1) * q;
            var low = (long)Math.Floor(h);
            fractions[i] = h - low;
            ranks[2 * i] = low;
            ranks[(2 * i) + 1] = Math.Min(low + 1, count - 1);
        }

        var values = OrderStatistics(source, upper, count, ranks);
        var result = new double[probabilities.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Interpolate(values[2 * i], values[(2 * i) + 1], fractions[i]);
        }

        return result;
    }

    /// <summary>Share of the values that are strictly below <paramref name="value"/>, compared in double.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double FractionBelow(IEnumerable<ReadOnlyMemory<float>> values, double value)
    {
        return FractionsBelow(values, [value])[0];
    }

    /// <summary>As <see cref="FractionBelow"/> for several values, in one pass over the data.</summary>
    /// <exception cref="ArgumentException">There are no values to compare with.</exception>
    public static double[] FractionsBelow(IEnumerable<ReadOnlyMemory<float>> values, IReadOnlyList<double> limits)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(limits);
        long count = 0;
        var below = new long[limits.Count];
        foreach (var block in values)
        {
            for (var i = 0; i < below.Length; i++)
            {
                var limit = limits[i];
                foreach (var item in block.Span)
                {
                    below[i] += item < limit ? 1 : 0;
                }
            }

            count += block.Length;
        }

        return count > 0
            ? Array.ConvertAll(below, b => (double)b / count)
            : throw new ArgumentException("There are no values to compare with.", nameof(values));
    }

    // numpy's two-sided form: exact at both ends, monotone in t.
    private static double Interpolate(double a, double b, double t) =>
        t >= 0.5 ? b - ((b - a) * (1 - t)) : a + ((b - a) * t);

    private static long[] CountUpper(Func<IEnumerable<ReadOnlyMemory<float>>> source, out long count)
    {
        var counts = new long[Buckets];
        count = 0;
        foreach (var block in source())
        {
            foreach (var value in block.Span)
            {
                if (float.IsNaN(value))
                {
                    throw new ArgumentException("A value is NaN, which has no place in an order.", nameof(source));
                }

                counts[SortableBits.Of(value) >> 16]++;
            }

            count += block.Length;
        }

        return counts;
    }

    private static float[] OrderStatistics(
        Func<IEnumerable<ReadOnlyMemory<float>>> source, long[] upper, long count, IReadOnlyList<long> ranks)
    {
        foreach (var rank in ranks)
        {
            if (rank < 0 || rank >= count)
            {
                throw new ArgumentOutOfRangeException(nameof(ranks), rank, $"There are {count} values.");
            }
        }

        var order = Enumerable.Range(0, ranks.Count).OrderBy(i => ranks[i]).ToArray();
        var places = Locate(upper, ranks, order);
        var result = new float[ranks.Count];
        foreach (var batch in places.Select(place => place.Bucket).Distinct().Chunk(BucketsPerPass))
        {
            var lower = CountLower(source, batch);
            foreach (var (index, bucket, offset) in places)
            {
                if (lower.TryGetValue(bucket, out var counts))
                {
                    result[index] = SortableBits.ToFloat(((uint)bucket << 16) | Find(counts, offset));
                }
            }
        }

        return result;
    }

    private static List<(int Index, int Bucket, long Offset)> Locate(long[] upper, IReadOnlyList<long> ranks, int[] order)
    {
        var places = new List<(int Index, int Bucket, long Offset)>(order.Length);
        var bucket = 0;
        long before = 0;
        foreach (var index in order)
        {
            while (before + upper[bucket] <= ranks[index])
            {
                before += upper[bucket++];
            }

            places.Add((index, bucket, ranks[index] - before));
        }

        return places;
    }

    private static Dictionary<int, long[]> CountLower(Func<IEnumerable<ReadOnlyMemory<float>>> source, int[] batch)
    {
        var tables = new long[Buckets][];
        var lower = new Dictionary<int, long[]>(batch.Length);
        foreach (var bucket in batch)
        {
            tables[bucket] = lower[bucket] = new long[Buckets];
        }

        foreach (var block in source())
        {
            foreach (var value in block.Span)
            {
                var key = SortableBits.Of(value);
                if (tables[key >> 16] is { } table)
                {
                    table[key & 0xFFFF]++;
                }
            }
        }

        return lower;
    }

    private static uint Find(long[] counts, long offset)
    {
        long before = 0;
        for (uint low = 0; low < Buckets; low++)
        {
            before += counts[low];
            if (offset < before)
            {
                return low;
            }
        }

        throw new ArgumentException("The source gave fewer values the second time than the first.");
    }
}
