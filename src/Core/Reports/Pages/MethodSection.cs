using SteerScope.Decomposition;

namespace SteerScope.Reports.Pages;

/// <summary>What the figures and conventions mean, for a reader who knows transformers but not the paper.</summary>
internal static class MethodSection
{
    private static readonly (string Term, string Meaning)[] Entries =
    [
        ("Steering vector", "The mean over contrastive pairs of resid_post with the matching answer minus resid_post with the other one, or the direction that another method finds in the same activations, at the reading position; by default that is the letter, the token where the two answers first differ. Its length is what the method gives unless the spec normalises it: see Vector method and Normalisation."),
        ("Norms (figure 1)", "The norm of a difference need not be the norm of an activation. Where it is smaller, the encoder bias outweighs the input: an SAE computes W_enc and bias on inputs of one scale only."),
        ("Zero vector (figure 2)", "The SAE is also given the zero vector, which leaves nothing but the bias. Features that the vector shares with it are not evidence of anything. The scaled vector has the mean activation norm; mean + vector is the mean activation with the vector added."),
        ("Default components (figure 3)", "Some encoder directions have a strongly negative or positive projection in every activation, and the encoder bias offsets it. Subtracting two activations removes that projection, and no rescaling brings it back; the bias then acts alone."),
        ("Suppressed and spurious features (figure 4)", "Features that the matching prompts activate less have negative projections in the vector, and an SAE reports 0 for them. A negative projection on one decoder direction is a positive one on an opposed direction, so that features light up that no prompt activates."),
        ("Steerability (figure 5)", "A multiple of the vector is added to resid_post, and the difference of the two answers' logits is measured. Steerability is the slope of that difference over the multipliers, per example; an example with a negative slope is anti-steerable. The same is done with the SAE's reconstruction in the vector's place."),
        ("Signed decomposition (figure 6)", "The vector written as a sparse sum of decoder directions with coefficients of either sign, without any bias, and judged by what remains."),
        ("Verdict", $"Not trusted: at least half of the top features are the zero vector's, or the cosine of vector and reconstruction is below {Limit(VerdictRule.PoorCosine)}, or the relative error is {Limit(VerdictRule.PoorError)} or more. Trusted: at most {NumberText.Percent(TrustThresholds.Default.LargestOverlap)} of the top features are the zero vector's, the cosine is at least {Limit(TrustThresholds.Default.SmallestCosine)}, the relative error at most {Limit(TrustThresholds.Default.LargestRelativeError)}, and at most {NumberText.Percent(TrustThresholds.Default.LargestSpuriousShare)} of the activation lies in features that neither kind of prompt activates. Otherwise only in parts."),
        ("Letters", $"Where the matching answer is one letter in more than {NumberText.Percent(0.5 + LetterBalance.Tolerance)} of the pairs, the vector is partly the direction of that letter; the table marks such rows."),
    ];

    /// <summary>Writes it.</summary>
    public static void Write(Markup markup)
    {
        markup.Open("section", ("id", "method")).Leaf("h2", "How to read this").Open("dl", ("class", "method"));
        foreach (var (term, meaning) in Entries)
        {
            markup.Leaf("dt", term).Leaf("dd", meaning);
        }

        markup.CloseLine();
        markup.Leaf("p", "The figures follow H. Mayne, Y. Yang and A. Mahdi, Can sparse autoencoders be used to decompose and interpret steering vectors?, arXiv 2411.08790 (2024); steerability follows D. Tan and others, Analyzing the generalization and reliability of steering vectors, arXiv 2407.12404 (2024).", ("class", "note"));
        markup.CloseLine();
    }

    private static string Limit(double value) => NumberText.Significant(value, 1);
}
