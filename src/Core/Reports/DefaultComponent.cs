namespace SteerScope.Reports;

/// <summary>Projections x @ W_enc[:, f] on one feature, without the encoder bias.</summary>
/// <param name="Feature">Index of the feature.</param>
/// <param name="EncoderBias">b_enc[f].</param>
/// <param name="Threshold">The activation threshold; 0 for a ReLU, null for an SAE without thresholds (top-k).</param>
/// <param name="RandomText">Over tokens of ordinary text; null without a corpus.</param>
/// <param name="Matching">Over prompts with the matching answer, at the letter position.</param>
/// <param name="NotMatching">Over prompts with the other answer, at the letter position.</param>
/// <param name="Vector">The steering vector's projection.</param>
/// <param name="ScaledVector">That of the vector rescaled to the mean activation norm; null without a corpus.</param>
public sealed record DefaultComponent(
    int Feature,
    double EncoderBias,
    double? Threshold,
    Distribution? RandomText,
    Distribution? Matching,
    Distribution? NotMatching,
    double Vector,
    double? ScaledVector)
{
    /// <summary>Whether the SAE has the feature active on the vector, which bias and threshold alone do not say of a top-k SAE; null where nothing was encoded.</summary>
    public bool? ActiveOnVector { get; init; }
}
