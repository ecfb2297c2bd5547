using SteerScope.Compute;

namespace SteerScope.Saes;

/// <summary>The stored tensors of an SAE, as a reader of some format found them.</summary>
/// <param name="WEnc">Encoder, [d, F] or [F, d] by <paramref name="EncoderLayout"/>.</param>
/// <param name="EncoderLayout">Gemma Scope and SAELens store inputs by outputs, sparsify outputs by inputs.</param>
/// <param name="BEnc">b_enc [F]; null for a gated SAE.</param>
/// <param name="WDec">Decoder [F, d].</param>
/// <param name="BDec">b_dec [d].</param>
/// <param name="Threshold">JumpReLU: [F].</param>
/// <param name="GateBias">Gated: b_gate [F].</param>
/// <param name="MagnitudeBias">Gated: b_mag [F].</param>
/// <param name="MagnitudeScale">Gated: r_mag [F].</param>
/// <param name="DecoderScale">What activations are multiplied by before they are decoded, [F]: SAELens' finetuning_scaling_factor.</param>
public sealed record SaeWeights(
    StoredTensor WEnc,
    WeightLayout EncoderLayout,
    StoredTensor? BEnc,
    StoredTensor WDec,
    StoredTensor BDec,
    StoredTensor? Threshold = null,
    StoredTensor? GateBias = null,
    StoredTensor? MagnitudeBias = null,
    StoredTensor? MagnitudeScale = null,
    StoredTensor? DecoderScale = null)
{
    /// <summary>Every tensor that there is.</summary>
    public IEnumerable<StoredTensor> All =>
        new[] { WEnc, BEnc, WDec, BDec, Threshold, GateBias, MagnitudeBias, MagnitudeScale, DecoderScale }.OfType<StoredTensor>();
}
