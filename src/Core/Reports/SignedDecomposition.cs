namespace SteerScope.Reports;

/// <summary>A decomposition of the vector over decoder directions with coefficients of either sign.</summary>
/// <param name="Method">How it was found, e.g. signed gradient pursuit.</param>
/// <param name="Coefficients">The features, largest magnitude first.</param>
/// <param name="FeatureCount">How many features it has in all; those not listed are the smaller ones.</param>
/// <param name="VectorNorm">L2 norm of the vector.</param>
/// <param name="ResidualNorm">L2 norm of what the features leave unexplained.</param>
/// <param name="Cosine">Cosine of vector and reconstruction; null when undefined.</param>
public sealed record SignedDecomposition(
    string Method,
    IReadOnlyList<SignedCoefficient> Coefficients,
    int FeatureCount,
    double VectorNorm,
    double ResidualNorm,
    double? Cosine);
