namespace SteerScope.Reports;

/// <summary>How values are spread.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Count">How many values.</param>
/// <param name="Quantiles">Their quantiles; null when only the mean is known.</param>
public sealed record Distribution(double Mean, long Count, Quantiles? Quantiles = null);
