namespace SteerScope.Reports;

/// <summary>A feature and its activation.</summary>
/// <param name="Feature">Index of the feature in the SAE.</param>
/// <param name="Activation">Its activation, &gt; 0.</param>
public sealed record FeatureActivation(int Feature, double Activation);
