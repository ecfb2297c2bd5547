namespace SteerScope.Reports;

/// <summary>One feature that the SAE misreports.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Feature">Index of the feature.</param>
/// <param name="Matching">Its activation on prompts with the matching answer.</param>
/// <param name="NotMatching">Its activation on prompts with the other answer.</param>
/// <param name="VectorOnEncoder">v @ W_enc[:, f].</param>
/// <param name="VectorOnDecoder">v @ W_dec[f].</param>
/// <param name="ActivationOnVector">The activation that the SAE reports for the vector.</param>
/// <param name="MostOpposedFeature">The feature whose decoder direction is most opposed; null when unknown.</param>
/// <param name="MostOpposedCosine">Cosine of the two decoder directions.</param>
public sealed record FeatureContrast(
    ContrastKind Kind,
    int Feature,
    Distribution Matching,
    Distribution NotMatching,
    double VectorOnEncoder,
    double VectorOnDecoder,
    double ActivationOnVector,
    int? MostOpposedFeature,
    double? MostOpposedCosine);
