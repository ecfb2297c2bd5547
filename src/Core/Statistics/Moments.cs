namespace SteerScope.Statistics;

/// <summary>
/// Count, mean, sum of squared deviations and extremes of a stream of numbers. Values are added one by one (Welford), and
/// partial results merged, as shards are (Chan, Golub, LeVeque 1979). Merging in a fixed order gives the same bits each time.
/// </summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Their mean; 0 without values.</param>
/// <param name="M2">Sum of (x - mean)^2.</param>
/// <param name="Min">Smallest value; +infinity without values.</param>
/// <param name="Max">Largest value; -infinity without values.</param>
public readonly record struct Moments(long Count, double Mean, double M2, double Min, double Max)
{
    /// <summary>No values yet.</summary>
    public static Moments Empty { get; } = new(0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>The moments with one value more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite: it would spoil every value before it.</exception>
    public Moments Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Moments are of finite numbers.");
        }

        if (Count == 0)
        {
            return new Moments(1, value, 0, value, value);
        }

        var count = Count + 1;
        var delta = value - Mean;
        var mean = Mean + (delta / count);
        return new Moments(count, mean, M2 + (delta * (value - mean)), Math.Min(Min, value), Math.Max(Max, value));
    }

    /// <summary>The moments of all values of both.</summary>
    public Moments Merge(Moments other)
    {
        if (other.Count == 0)
        {
            return this;
        }

        if (Count == 0)
        {
            return other;
        }

        var count = Count + other.Count;
        var delta = other.Mean - Mean;
        var weight = (double)other.Count / count;
        return new Moments(
            count,
            Mean + (delta * weight),
            M2 + other.M2 + (delta * delta * Count * weight),
            Math.Min(Min, other.Min),
            Math.Max(Max, other.Max));
    }

    /// <summary>M2 / (n - ddof).</summary>
    /// <param name="ddof">Delta degrees of freedom: 0 for the population (numpy's default), 1 for a sample.</param>
    /// <returns>NaN when there are not more than <paramref name="ddof"/> values, as numpy.</returns>
    public double Variance(int ddof = 0) => Count > ddof ? M2 / (Count - ddof) : double.NaN;

    /// <summary>Square root of <see cref="Variance"/>.</summary>
    public double StandardDeviation(int ddof = 0) => Math.Sqrt(Variance(ddof));
}
