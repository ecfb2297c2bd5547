using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>Fits examples as they come: of each its slope and residual are kept, and not its propensities.</summary>
/// <param name="multipliers">At least two different ones.</param>
/// <param name="examples">How many will come.</param>
internal sealed class SteerabilityFit(ReadOnlySpan<double> multipliers, int examples)
{
    private readonly double[] _multipliers = multipliers.ToArray();
    private readonly double[] _slopes = new double[examples];
    private readonly double[] _residuals = new double[examples];
    private readonly Moments[] _moments = [.. Enumerable.Repeat(Moments.Empty, multipliers.Length)];
    private int _count;

    /// <summary>Fits the next examples.</summary>
    /// <param name="propensities">[examples, multipliers], row-major.</param>
    /// <exception cref="ArgumentException">The number of values is no multiple of the multipliers', or too many come.</exception>
    public void Add(ReadOnlySpan<double> propensities)
    {
        var width = _multipliers.Length;
        if (width == 0 || propensities.Length % width != 0 || propensities.Length / width > examples - _count)
        {
            throw new ArgumentException($"{propensities.Length} propensities are not rows of {width} multipliers, of {examples - _count} examples that are to come.");
        }

        for (; !propensities.IsEmpty; propensities = propensities[width..])
        {
            var row = propensities[..width];
            var fit = LeastSquares.Fit(_multipliers, row);
            (_slopes[_count], _residuals[_count]) = (fit.Slope, fit.Residual);
            _count++;
            for (var i = 0; i < width; i++)
            {
                _moments[i] = _moments[i].Add(row[i]);
            }
        }
    }

    /// <summary>What all examples make together.</summary>
    /// <exception cref="ArgumentException">Examples are missing, or there is none.</exception>
    public Steerability Result() => _count == examples && examples > 0
        ? new Steerability(_slopes, _residuals, [.. _moments.Select(moment => moment.Mean)], [.. _moments.Select(moment => moment.StandardDeviation())])
        : throw new ArgumentException($"{_count} of {examples} examples came; there should be all of them, and at least one.");
}
