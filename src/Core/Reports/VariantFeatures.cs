namespace SteerScope.Reports;

/// <summary>What the SAE makes of one input variant.</summary>
/// <param name="Name">The variant, e.g. scaled vector.</param>
/// <param name="Top">Its most active features, largest first.</param>
/// <param name="L0">Number of active features.</param>
/// <param name="Cosine">Cosine of input and reconstruction; null when undefined (the zero vector).</param>
/// <param name="RelativeError">|reconstruction - input| / |input|; null when undefined.</param>
public sealed record VariantFeatures(
    string Name,
    IReadOnlyList<FeatureActivation> Top,
    int? L0 = null,
    double? Cosine = null,
    double? RelativeError = null)
{
    /// <summary>The ids of its first <paramref name="n"/> features.</summary>
    public IReadOnlySet<int> TopIds(int n) => Top.Take(n).Select(entry => entry.Feature).ToHashSet();

    /// <summary>How many of the first <paramref name="n"/> features are also among the first n of <paramref name="other"/>.</summary>
    public int Overlap(VariantFeatures other, int n) => TopIds(n).Count(other.TopIds(n).Contains);
}
