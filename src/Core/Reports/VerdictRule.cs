using SteerScope.Decomposition;

namespace SteerScope.Reports;

/// <summary>
/// From numbers to a verdict. What can be trusted is decided by <see cref="TrustThresholds"/>, as <see cref="Trustworthiness"/> does; this
/// rule tells bad from worse. The thresholds are this project's, and generous: the failures that arXiv 2411.08790 describes pass
/// them by far. A relative error of 1 is what reconstructing nothing at all would score.
/// </summary>
public static class VerdictRule
{
    /// <summary>A cosine below this says that the reconstruction points elsewhere.</summary>
    public const double PoorCosine = 0.5;

    /// <summary>A relative error from here on is worse than reconstructing nothing.</summary>
    public const double PoorError = 1;

    /// <summary>
    /// Not trusted: at least half of the top features are the zero vector's, or the cosine or the error is poor.
    /// Trusted: within all of <see cref="TrustThresholds"/>. Doubtful: between the two.
    /// </summary>
    public static TrustLevel Assess(LayerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Sae is null || row.OverlapWithZero is not { } overlap)
        {
            return TrustLevel.NotAssessed;
        }

        // Undefined where the vector or its reconstruction is zero.
        if (row.Cosine is not { } cosine || row.RelativeError is not { } error || !double.IsFinite(cosine) || !double.IsFinite(error))
        {
            return TrustLevel.NotTrusted;
        }

        if (IsMostlyZero(overlap, row.OverlapSize) || cosine < PoorCosine || error >= PoorError)
        {
            return TrustLevel.NotTrusted;
        }

        var limits = TrustThresholds.Default;
        return overlap <= limits.LargestOverlap * row.OverlapSize
            && cosine >= limits.SmallestCosine
            && error <= limits.LargestRelativeError
            && (row.SpuriousShare ?? 0) <= limits.LargestSpuriousShare
            ? TrustLevel.Trusted
            : TrustLevel.Doubtful;
    }

    /// <summary>Whether at least half of the top features are those of the zero vector.</summary>
    public static bool IsMostlyZero(int overlap, int size) => size > 0 && 2 * overlap >= size;
}
