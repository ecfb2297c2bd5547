namespace SteerScope.Reports;

/// <summary>Features that the SAE misreports: what the prompts do, and what the SAE says of the vector.</summary>
/// <param name="Features">Usually one suppressed and one spurious feature.</param>
public sealed record FeatureContrastFigure(IReadOnlyList<FeatureContrast> Features);
