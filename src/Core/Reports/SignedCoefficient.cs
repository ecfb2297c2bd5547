namespace SteerScope.Reports;

/// <summary>A feature of a signed decomposition.</summary>
/// <param name="Feature">Index of the feature.</param>
/// <param name="Coefficient">Its coefficient on the (unit) decoder direction.</param>
/// <param name="PromptDifference">Mean activation on matching minus not matching prompts; null when unknown.</param>
public sealed record SignedCoefficient(int Feature, double Coefficient, double? PromptDifference = null);
