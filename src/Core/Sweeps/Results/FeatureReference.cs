namespace SteerScope.Sweeps.Results;

/// <summary>Which feature of which SAE, and for the vector of which behaviour.</summary>
/// <param name="Behaviour">The behaviour's name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Sae">The SAE's name; null takes the layer's only one.</param>
/// <param name="Feature">Index of the feature.</param>
public sealed record FeatureReference(string Behaviour, int Layer, string? Sae, int Feature);
