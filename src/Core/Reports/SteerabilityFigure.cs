namespace SteerScope.Reports;

/// <summary>Steerability by layer, and propensity curves at the chosen layer.</summary>
/// <param name="Metric">The propensity, e.g. letter_logit_diff.</param>
/// <param name="Series">One series per vector and positions mode, over the layers.</param>
/// <param name="Curves">One curve per vector and positions mode, over the multipliers, at the chosen layer.</param>
public sealed record SteerabilityFigure(
    string Metric,
    IReadOnlyList<SteerabilitySeries> Series,
    IReadOnlyList<PropensityCurve> Curves);
