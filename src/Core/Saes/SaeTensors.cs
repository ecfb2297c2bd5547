namespace SteerScope.Saes;

/// <summary>The weights of an SAE in memory, ready to be written; activations as they come from the model, nothing to normalise.</summary>
/// <param name="Architecture">JumpReLU, which encodes x as it is, or TopK, which encodes x - b_dec.</param>
/// <param name="Width">d.</param>
/// <param name="Features">F.</param>
/// <param name="K">k of a TopK SAE, else 0.</param>
/// <param name="WEnc">W_enc [d, F].</param>
/// <param name="BEnc">b_enc [F].</param>
/// <param name="WDec">W_dec [F, d].</param>
/// <param name="BDec">b_dec [d].</param>
/// <param name="Threshold">JumpReLU: [F], else empty.</param>
public sealed record SaeTensors(
    SaeArchitecture Architecture, int Width, int Features, int K, float[] WEnc, float[] BEnc, float[] WDec, float[] BDec, float[] Threshold);
