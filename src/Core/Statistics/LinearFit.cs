namespace SteerScope.Statistics;

/// <summary>A least-squares line y = Intercept + Slope x.</summary>
/// <param name="Slope">Change of y per unit of x.</param>
/// <param name="Intercept">y at x = 0.</param>
/// <param name="Residual">Sum of squared deviations of y from the line (numpy.polyfit's residuals).</param>
public readonly record struct LinearFit(double Slope, double Intercept, double Residual);
