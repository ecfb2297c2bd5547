namespace SteerScope.Reports;

/// <summary>Top features of the vector, of the zero vector and of other input variants.</summary>
/// <param name="Vector">The vector itself.</param>
/// <param name="Zero">The zero vector: what the SAE says of nothing.</param>
/// <param name="Others">Further variants (scaled vector, mean activation + vector, ...).</param>
/// <param name="OverlapSize">The n of "k of the top n features are shared".</param>
public sealed record TopFeaturesFigure(
    VariantFeatures Vector,
    VariantFeatures Zero,
    IReadOnlyList<VariantFeatures> Others,
    int OverlapSize);
