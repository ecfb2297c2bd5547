namespace SteerScope.Decomposition;

/// <summary>A term of a signed decomposition: coefficient * W_dec[feature].</summary>
/// <param name="Feature">Index in the SAE.</param>
/// <param name="Coefficient">May be negative: the vector turns the feature down.</param>
public readonly record struct SignedTerm(int Feature, double Coefficient);
