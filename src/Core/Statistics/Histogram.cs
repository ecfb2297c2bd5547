namespace SteerScope.Statistics;

/// <summary>
/// Counts of values in bins of equal width between two bounds, filled in a second pass once the bounds are known. The rule
/// at the edges is numpy.histogram's: bin i holds edge[i] &lt;= x &lt; edge[i + 1], and the last bin its upper edge too.
/// </summary>
public sealed class Histogram
{
    private readonly double[] edges;
    private readonly long[] counts;
    private readonly double binsPerUnit;

    /// <summary>An empty histogram.</summary>
    /// <param name="low">Lowest edge.</param>
    /// <param name="high">Highest edge; equal to <paramref name="low"/> means half a unit to both sides, as numpy does.</param>
    /// <param name="bins">Number of bins, 1 or more.</param>
    public Histogram(double low, double high, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            throw new ArgumentException($"A histogram from {low} to {high} has no bins.");
        }

        if (low == high)
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        edges = new double[bins + 1];
        counts = new long[bins];
        var step = (high - low) / bins;
        for (var i = 0; i < bins; i++)
        {
            edges[i] = low + (i * step);
        }

        edges[bins] = high;
        binsPerUnit = bins / (high - low);
    }

    /// <summary>The bins' borders, one more than bins.</summary>
    public ReadOnlySpan<double> Edges => edges;

    /// <summary>Number of values in each bin.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>Number of values below the first edge.</summary>
    public long Below { get; private set; }

    /// <summary>Number of values above the last edge.</summary>
    public long Above { get; private set; }

    /// <summary>Number of all values added, inside or outside.</summary>
    public long Total { get; private set; }

    /// <summary>Counts values.</summary>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            Add((double)value);
        }
    }

    /// <summary>Counts a value.</summary>
    /// <exception cref="ArgumentException">The value is NaN.</exception>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentException("NaN belongs to no bin.", nameof(value));
        }

        Total++;
        if (value < edges[0])
        {
            Below++;
        }
        else if (value > edges[^1])
        {
            Above++;
        }
        else
        {
            counts[BinOf(value)]++;
        }
    }

    /// <summary>Adds the counts of another histogram with the same edges.</summary>
    /// <exception cref="ArgumentException">The edges differ.</exception>
    public void Merge(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!edges.AsSpan().SequenceEqual(other.edges))
        {
            throw new ArgumentException("The histograms have different edges.", nameof(other));
        }

        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }

        Below += other.Below;
        Above += other.Above;
        Total += other.Total;
    }

    private int BinOf(double value)
    {
        var bin = Math.Clamp((int)((value - edges[0]) * binsPerUnit), 0, counts.Length - 1);

        // The quotient may round across an edge; the edges themselves decide.
        while (bin > 0 && value < edges[bin])
        {
            bin--;
        }

        while (bin < counts.Length - 1 && value >= edges[bin + 1])
        {
            bin++;
        }

        return bin;
    }
}
