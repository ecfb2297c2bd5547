namespace SteerScope.Reports;

/// <summary>Propensity at one multiplier.</summary>
/// <param name="Multiplier">The multiplier.</param>
/// <param name="Mean">Mean over the examples, logits.</param>
/// <param name="Std">Population standard deviation over the examples; null draws no band.</param>
public sealed record PropensityPoint(double Multiplier, double Mean, double? Std);
