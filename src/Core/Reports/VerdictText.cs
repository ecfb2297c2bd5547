using SteerScope.Decomposition;

namespace SteerScope.Reports;

/// <summary>Composes the sentences of a verdict from numbers.</summary>
public static class VerdictText
{
    /// <summary>The verdict on a behaviour at one layer: the level by <see cref="VerdictRule"/>, and sentences that say why.</summary>
    public static BehaviourVerdict Compose(LayerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var level = VerdictRule.Assess(row);
        var sentences = new List<string> { Headline(row, level) };
        Add(sentences, Norm(row));
        Add(sentences, level == TrustLevel.NotAssessed ? null : Roles(row));
        Add(sentences, Steering(row));
        Add(sentences, Instead(row));
        Add(sentences, Letters(row));
        return new BehaviourVerdict(row.Behaviour, level, sentences);
    }

    /// <summary>What a whole table means, in one or two sentences.</summary>
    public static string Summarise(IReadOnlyList<LayerRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var assessed = rows.Where(row => row.Verdict != TrustLevel.NotAssessed).ToList();
        if (assessed.Count == 0)
        {
            return "No decomposition was assessed: the sweep has no SAE for these layers.";
        }

        var trusted = assessed.Count(row => row.Verdict == TrustLevel.Trusted);
        var doubtful = assessed.Count(row => row.Verdict == TrustLevel.Doubtful);
        var bad = assessed.Count - trusted - doubtful;
        var sentence = $"Of {NumberText.Counted(assessed.Count, "SAE decomposition")}, {(trusted == 0 ? "none" : trusted)} can be trusted, {doubtful} only in parts, and {bad} cannot.";
        return bad == 0 && doubtful == 0
            ? sentence + " Here the features that the SAE names are the vector's own."
            : sentence + " Where one cannot, read the steering result and the signed decomposition instead of the features that the SAE names.";
    }

    private static string Headline(LayerRow row, TrustLevel level)
    {
        var subject = $"At layer {row.Layer} the SAE decomposition of {row.Behaviour}";
        return level switch
        {
            TrustLevel.NotTrusted => $"{subject} cannot be trusted: {Join(Faults(row))}.",
            TrustLevel.Doubtful => $"{subject} is right only in parts: its cosine with the vector is {NumberText.Significant(row.Cosine)} and its error {NumberText.Percent(row.RelativeError)} of the vector's length{Shared(row)}{Unprompted(row)}.",
            TrustLevel.Trusted => $"{subject} can be trusted: its cosine with the vector is {NumberText.Significant(row.Cosine)}, its error {NumberText.Percent(row.RelativeError)} of the vector's length, and {row.OverlapWithZero} of its top {row.OverlapSize} features are the zero vector's.",
            _ => $"At layer {row.Layer} no SAE decomposition of {row.Behaviour} was assessed.",
        };
    }

    private static List<string> Faults(LayerRow row)
    {
        var faults = new List<string>();
        if (VerdictRule.IsMostlyZero(row.OverlapWithZero ?? 0, row.OverlapSize))
        {
            faults.Add($"{row.OverlapWithZero} of its top {row.OverlapSize} features are those of the zero vector");
        }

        if (row.Cosine is null)
        {
            faults.Add("the vector or its reconstruction is zero");
        }

        if (row.Cosine < VerdictRule.PoorCosine)
        {
            faults.Add($"its reconstruction points elsewhere (cosine {NumberText.Significant(row.Cosine)})");
        }

        if (row.RelativeError >= VerdictRule.PoorError)
        {
            faults.Add($"its error is {NumberText.Significant(row.RelativeError)} times the vector's length, where reconstructing nothing would score 1");
        }

        return faults;
    }

    private static string Shared(LayerRow row) => row.OverlapWithZero switch
    {
        null or 0 => "",
        { } overlap => $", and {overlap} of its top {row.OverlapSize} features {(overlap == 1 ? "is" : "are")} the zero vector's",
    };

    private static string Unprompted(LayerRow row) => row.SpuriousShare > TrustThresholds.Default.LargestSpuriousShare
        ? $", and {NumberText.Percent(row.SpuriousShare)} of the activation lies in features that neither kind of prompt activates"
        : "";

    private static string? Norm(LayerRow row) => row.RatioToMeanNorm is not { } ratio ? null
        : $"The vector's norm, {NumberText.Significant(row.Norm)}, is {NumberText.Ratio(ratio)} the mean activation norm{Place(row.FractionBelow)}{Outweighed(row)}.";

    private static string Outweighed(LayerRow row) =>
        row.Sae is not null && row.FractionBelow < 0.05 && VerdictRule.IsMostlyZero(row.OverlapWithZero ?? 0, row.OverlapSize)
            ? ", so that the encoder bias decides which features are active"
            : "";

    private static string Place(double? fractionBelow) => fractionBelow switch
    {
        null => "",
        <= 0 => ", below that of every activation measured",
        < 0.05 => $", below that of {NumberText.Percent(1 - fractionBelow)} of activations",
        >= 1 => ", above that of every activation measured",
        _ => $", above that of {NumberText.Percent(fractionBelow)} of activations",
    };

    private static string? Roles(LayerRow row) => row.Roles is not { } roles || roles.Spurious + roles.Suppressed == 0 ? null
        : $"The SAE reports {NumberText.Counted(roles.Spurious, "feature")} that neither kind of prompt activates (spurious), and nothing for {NumberText.Counted(roles.Suppressed, "feature")} on which the prompts do differ (suppressed).";

    private static string? Steering(LayerRow row)
    {
        if (row.SlopeVector is not { } slope)
        {
            return null;
        }

        var reconstruction = row.SlopeReconstruction is { } other ? $"; its SAE reconstruction moves it by {NumberText.Significant(other)}" : "";
        var wrong = row.AntiSteerable switch
        {
            null => "",
            <= 0 => " No example is steered the wrong way.",
            _ => $" {NumberText.Percent(row.AntiSteerable)} of examples are steered the wrong way.",
        };
        return $"Added once, the vector moves the answer-logit difference by {NumberText.Significant(slope)} on average{reconstruction}.{wrong}";
    }

    private static string? Instead(LayerRow row) => row.SignedResidual is not { } residual ? null
        : $"The signed decomposition leaves {NumberText.Percent(residual)} of the vector's length unexplained.";

    private static string? Letters(LayerRow row) => !LetterBalance.IsUnbalancedShare(row.MatchingIsA) ? null
        : $"The matching answer is A in {NumberText.Percent(row.MatchingIsA)} of the pairs, so part of this vector is a letter, not the behaviour.";

    private static string Join(List<string> parts) => parts.Count < 2
        ? string.Concat(parts)
        : string.Join(", ", parts[..^1]) + ", and " + parts[^1];

    private static void Add(List<string> sentences, string? sentence)
    {
        if (sentence is not null)
        {
            sentences.Add(sentence);
        }
    }
}
