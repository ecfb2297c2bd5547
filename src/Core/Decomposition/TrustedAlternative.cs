using System.Globalization;

namespace SteerScope.Decomposition;

/// <summary>
/// Which signed decomposition to read instead of the SAE's own. The difference of activations comes first, because it says
/// what the features do on the prompts; where the vector is so small beside the SAE's errors that the difference misses it,
/// the pursuit is next, which describes the vector by directions but knows nothing of prompts. With terms near the width of
/// the stream a pursuit describes any vector, so its number of terms is part of the sentence.
/// </summary>
/// <param name="Method">The one to read, or null when neither reconstructs the vector well enough.</param>
/// <param name="Sentence">One sentence with the numbers.</param>
public sealed record TrustedAlternative(SignedMethod? Method, string Sentence)
{
    /// <summary>Chooses by the same thresholds on cosine and relative error as <see cref="Trustworthiness"/>. The difference is null for an SAE that normalises its input.</summary>
    public static TrustedAlternative Choose(SignedDecomposition? difference, SignedDecomposition pursuit, TrustThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(pursuit);
        thresholds ??= TrustThresholds.Default;
        var first = difference is null
            ? "the difference of feature activations, which an SAE that normalises its input does not have,"
            : Describe("the difference of feature activations over the pairs", difference);
        var second = Describe(Text($"{pursuit.Terms.Count} signed decoder directions of {pursuit.Values.Length} dimensions"), pursuit);
        if (difference is not null && IsEnough(difference.Reconstruction, thresholds))
        {
            return new TrustedAlternative(SignedMethod.ActivationDifference, $"Read {first} instead.");
        }

        return IsEnough(pursuit.Reconstruction, thresholds)
            ? new TrustedAlternative(SignedMethod.SignedPursuit, $"Read {second} instead; {first} misses the vector.")
            : new TrustedAlternative(null, $"No decomposition in this SAE's features describes the vector: neither {first} nor {second} comes near enough.");
    }

    private static bool IsEnough(Reconstruction reconstruction, TrustThresholds thresholds) =>
        reconstruction.Cosine >= thresholds.SmallestCosine && reconstruction.RelativeError <= thresholds.LargestRelativeError;

    private static string Describe(string what, SignedDecomposition decomposition) =>
        Text($"{what} (cosine {decomposition.Reconstruction.Cosine ?? 0:0.00}, relative error {decomposition.Reconstruction.RelativeError ?? 0:0.00})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
