namespace SteerScope.Measuring;

/// <summary>Quantiles of measured numbers, with linear interpolation.</summary>
public static class Quantiles
{
    /// <summary>A quantile, 0.5 for the median.</summary>
    public static double Of(IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((place - low) * (sorted[high] - sorted[low]));
    }
}
