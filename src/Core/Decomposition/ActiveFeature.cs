namespace SteerScope.Decomposition;

/// <summary>A feature of a decomposition.</summary>
/// <param name="Feature">Index in the SAE.</param>
/// <param name="Activation">Its activation.</param>
public readonly record struct ActiveFeature(int Feature, double Activation);
