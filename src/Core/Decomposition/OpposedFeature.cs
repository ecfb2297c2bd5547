namespace SteerScope.Decomposition;

/// <summary>The feature whose decoder direction is most opposed to another's.</summary>
/// <param name="Feature">The feature asked about.</param>
/// <param name="Opposed">The feature with the smallest cosine.</param>
/// <param name="Cosine">Cosine of their decoder rows.</param>
public readonly record struct OpposedFeature(int Feature, int Opposed, double Cosine);
