using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>
/// How a vector moves the propensity of a set of examples: the least-squares slope over the multipliers per example, then
/// its mean and spread (Tan et al., arXiv 2407.12404; steering-bench's get_steerability_slope).
/// </summary>
public sealed class Steerability
{
    internal Steerability(double[] slopes, double[] residuals, double[] propensityMean, double[] propensityStd)
    {
        Slopes = slopes;
        Residuals = residuals;
        PropensityMean = propensityMean;
        PropensityStd = propensityStd;
        var moments = slopes.Aggregate(Moments.Empty, (sum, slope) => sum.Add(slope));
        SlopeMean = moments.Mean;
        SlopeStd = moments.StandardDeviation();
        AntiSteerableFraction = (double)slopes.Count(slope => slope < 0) / slopes.Length;
    }

    /// <summary>Slope per example: change of the propensity per unit of the multiplier.</summary>
    public IReadOnlyList<double> Slopes { get; }

    /// <summary>Sum of squared deviations from the line per example.</summary>
    public IReadOnlyList<double> Residuals { get; }

    /// <summary>Mean of the slopes: the steerability.</summary>
    public double SlopeMean { get; }

    /// <summary>Population standard deviation (ddof 0) of the slopes.</summary>
    public double SlopeStd { get; }

    /// <summary>Share of the examples with a slope below 0.</summary>
    public double AntiSteerableFraction { get; }

    /// <summary>Mean propensity over the examples, one per multiplier.</summary>
    public IReadOnlyList<double> PropensityMean { get; }

    /// <summary>Population standard deviation over the examples, one per multiplier.</summary>
    public IReadOnlyList<double> PropensityStd { get; }

    /// <summary>Fits every example.</summary>
    /// <param name="propensities">[examples, multipliers], row-major.</param>
    /// <param name="multipliers">At least two different ones.</param>
    /// <exception cref="ArgumentException">There is no example, or the number of values is no multiple of the multipliers'.</exception>
    public static Steerability Of(ReadOnlySpan<double> propensities, ReadOnlySpan<double> multipliers)
    {
        var fit = new SteerabilityFit(multipliers, multipliers.IsEmpty ? 0 : propensities.Length / multipliers.Length);
        fit.Add(propensities);
        return fit.Result();
    }
}
