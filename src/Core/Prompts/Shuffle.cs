namespace SteerScope.Prompts;

/// <summary>Orders of 0, 1, ... n - 1.</summary>
public static class Shuffle
{
    /// <summary>
    /// The order of <paramref name="count"/> rows. Both shuffles are Fisher and Yates' from the end: for i = n-1 ... 1, place i
    /// changes with a place drawn from 0 ... i.
    /// </summary>
    public static int[] Order(int count, SplitOrder order, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var rows = Enumerable.Range(0, count).ToArray();
        if (order != SplitOrder.File)
        {
            Func<int, int> below = order == SplitOrder.Python ? new PythonRandom(seed).Below : new SplitMix64((ulong)seed).Below;
            for (var i = count - 1; i > 0; i--)
            {
                var j = below(i + 1);
                (rows[i], rows[j]) = (rows[j], rows[i]);
            }
        }

        return rows;
    }
}
