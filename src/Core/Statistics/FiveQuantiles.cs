namespace SteerScope.Statistics;

/// <summary>The quantiles that a figure draws of a small distribution, and its mean.</summary>
/// <param name="P05">5 %.</param>
/// <param name="P25">25 %.</param>
/// <param name="P50">Median.</param>
/// <param name="P75">75 %.</param>
/// <param name="P95">95 %.</param>
/// <param name="Mean">Mean.</param>
public readonly record struct FiveQuantiles(double P05, double P25, double P50, double P75, double P95, double Mean)
{
    /// <summary>Number of values in <see cref="ToArray"/>.</summary>
    public const int Length = 6;

    /// <summary>Of some values, linearly interpolated.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static FiveQuantiles Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("Quantiles need at least one value.", nameof(values));
        }

        double[] sorted = [.. values.Order()];
        return new FiveQuantiles(At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), values.Sum() / values.Count);

        double At(double p)
        {
            var place = p * (sorted.Length - 1);
            var low = (int)place;
            var high = Math.Min(low + 1, sorted.Length - 1);
            return sorted[low] + ((place - low) * (sorted[high] - sorted[low]));
        }
    }

    /// <summary>In the order of the members.</summary>
    public double[] ToArray() => [P05, P25, P50, P75, P95, Mean];

    /// <summary>From <see cref="ToArray"/>.</summary>
    public static FiveQuantiles From(ReadOnlySpan<double> values) => new(values[0], values[1], values[2], values[3], values[4], values[5]);
}
