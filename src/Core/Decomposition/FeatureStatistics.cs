namespace SteerScope.Decomposition;

/// <summary>One feature of an SAE seen from one steering vector.</summary>
/// <param name="Feature">Index in the SAE.</param>
/// <param name="MeanMatching">Mean activation over the matching answers at the reading position.</param>
/// <param name="MeanNotMatching">Mean activation over the other answers there.</param>
/// <param name="VectorOnEncoder">vector @ W_enc[:, f], without bias.</param>
/// <param name="VectorOnDecoder">vector · W_dec[f].</param>
/// <param name="ActivationOnVector">Activation when the vector is encoded.</param>
/// <param name="ActivationOnZero">Activation when the zero vector is encoded.</param>
/// <param name="EncoderBias">What the encoder adds to every input.</param>
/// <param name="Threshold">JumpReLU threshold; null for other SAEs.</param>
/// <param name="ActivatedByNeitherClass">Active on the vector with both class means below 1 % of that (<see cref="FeatureRoleRules.SpuriousShare"/>).</param>
/// <param name="Role">What the SAE's answer is worth.</param>
public readonly record struct FeatureStatistics(
    int Feature,
    double MeanMatching,
    double MeanNotMatching,
    double VectorOnEncoder,
    double VectorOnDecoder,
    double ActivationOnVector,
    double ActivationOnZero,
    double EncoderBias,
    double? Threshold,
    bool ActivatedByNeitherClass,
    FeatureRole Role)
{
    /// <summary>Mean activation on matching less that on the other prompts.</summary>
    public double Difference => MeanMatching - MeanNotMatching;
}
