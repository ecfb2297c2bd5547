namespace SteerScope.Statistics;

/// <summary>Ordinary least squares with one regressor: numpy.polyfit of degree 1, in closed form around the means.</summary>
public static class LeastSquares
{
    /// <summary>Slope of the line through the points.</summary>
    /// <inheritdoc cref="Fit" path="/param|/exception"/>
    public static double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Fit(x, y).Slope;

    /// <summary>The line through the points: slope = sum (x - x̄)(y - ȳ) / sum (x - x̄)^2.</summary>
    /// <param name="x">Regressor, at least two different values.</param>
    /// <param name="y">One value for every x.</param>
    /// <exception cref="ArgumentException">The lengths differ or all x are the same.</exception>
    public static LinearFit Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"There are {x.Length} x and {y.Length} y.");
        }

        var (meanX, meanY) = (Mean(x), Mean(y));
        double xx = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        if (!(xx > 0))
        {
            throw new ArgumentException("A slope needs at least two different x.", nameof(x));
        }

        var slope = xy / xx;
        double residual = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var deviation = y[i] - meanY - (slope * (x[i] - meanX));
            residual += deviation * deviation;
        }

        return new LinearFit(slope, meanY - (slope * meanX), residual);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.IsEmpty ? 0 : sum / values.Length;
    }
}
