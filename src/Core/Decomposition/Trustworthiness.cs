using System.Globalization;

namespace SteerScope.Decomposition;

/// <summary>
/// Whether an SAE's decomposition of a steering vector can be trusted, and why not. The norm alone does not condemn: a
/// vector outside the norms of activations is outside the SAE's inputs, and the other measures show what that does.
/// </summary>
public sealed record Trustworthiness
{
    /// <summary>Whether every measure but the norm's place is within its threshold.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>One sentence with the numbers.</summary>
    public required string Sentence { get; init; }

    /// <summary>Strongest features that the zero vector has among its own strongest.</summary>
    public required int OverlapWithZero { get; init; }

    /// <summary>How the reconstruction compares with the vector.</summary>
    public required Reconstruction Reconstruction { get; init; }

    /// <summary>Share of the activation on the vector that lies in features which neither class activates; 0 where nothing is active.</summary>
    public required double SpuriousShare { get; init; }

    /// <summary>Share of activation norms strictly below the vector's; null without a corpus.</summary>
    public required double? FractionOfNormsBelow { get; init; }

    /// <summary>Whether the norm lies in either tail of the activation norms.</summary>
    public required bool NormIsOutside { get; init; }

    /// <summary>Judges a decomposition.</summary>
    /// <param name="onVector">Strongest features of the vector, at least as many as compared.</param>
    /// <param name="onZero">Strongest features of the zero vector, likewise.</param>
    /// <param name="reconstruction">Of the vector.</param>
    /// <param name="features">Statistics of every feature for this vector.</param>
    /// <param name="fractionOfNormsBelow">Share of activation norms strictly below the vector's; null without a corpus.</param>
    /// <param name="thresholds">The numbers; null takes the default ones.</param>
    public static Trustworthiness Judge(
        IReadOnlyList<ActiveFeature> onVector,
        IReadOnlyList<ActiveFeature> onZero,
        Reconstruction reconstruction,
        IReadOnlyList<FeatureStatistics> features,
        double? fractionOfNormsBelow,
        TrustThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(reconstruction);
        ArgumentNullException.ThrowIfNull(features);
        thresholds ??= TrustThresholds.Default;
        var overlap = TopFeatures.Overlap(onVector, onZero, thresholds.TopFeatures);
        var total = features.Sum(feature => feature.ActivationOnVector);
        var spurious = features.Where(feature => feature.ActivatedByNeitherClass).Sum(feature => feature.ActivationOnVector);
        var share = total > 0 ? spurious / total : 0;
        var reasons = Reasons(overlap, reconstruction, share, thresholds);
        var outside = fractionOfNormsBelow < thresholds.NormTail || fractionOfNormsBelow > 1 - thresholds.NormTail;
        var place = fractionOfNormsBelow is null
            ? "no corpus says where its norm lies"
            : Text($"its norm lies above {100 * fractionOfNormsBelow:0.#} % of activation norms{(outside ? ", outside what the SAE was trained on" : string.Empty)}");
        return new Trustworthiness
        {
            IsTrusted = reasons.Count == 0,
            Sentence = reasons.Count == 0
                ? Text($"The decomposition can be trusted: the reconstruction has cosine {reconstruction.Cosine:0.00} and relative error {reconstruction.RelativeError:0.00}, {overlap} of the {thresholds.TopFeatures} strongest features are the zero vector's, {100 * share:0.#} % of the activation is in features that neither class of prompts activates, and {place}.")
                : $"The decomposition cannot be trusted: {string.Join("; ", reasons)}; {place}.",
            OverlapWithZero = overlap,
            Reconstruction = reconstruction,
            SpuriousShare = share,
            FractionOfNormsBelow = fractionOfNormsBelow,
            NormIsOutside = outside,
        };
    }

    private static List<string> Reasons(int overlap, Reconstruction reconstruction, double share, TrustThresholds thresholds)
    {
        var reasons = new List<string>();
        if (overlap > thresholds.LargestOverlap * thresholds.TopFeatures)
        {
            reasons.Add(Text($"{overlap} of the {thresholds.TopFeatures} strongest features are the zero vector's too"));
        }

        if (reconstruction.Cosine is not { } cosine)
        {
            reasons.Add("the vector or its reconstruction is zero");
        }
        else if (cosine < thresholds.SmallestCosine)
        {
            reasons.Add(Text($"the reconstruction has cosine {cosine:0.00} with the vector (at least {thresholds.SmallestCosine:0.00} is needed)"));
        }

        if (reconstruction.RelativeError > thresholds.LargestRelativeError)
        {
            reasons.Add(Text($"its relative error is {reconstruction.RelativeError:0.00} (at most {thresholds.LargestRelativeError:0.00})"));
        }

        if (share > thresholds.LargestSpuriousShare)
        {
            reasons.Add(Text($"{100 * share:0.#} % of the activation is in features that neither class of prompts activates (at most {100 * thresholds.LargestSpuriousShare:0.#} %)"));
        }

        return reasons;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
