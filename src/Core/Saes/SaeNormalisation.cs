namespace SteerScope.Saes;

/// <summary>What an SAE does to its input before anything else, and undoes after decoding (SAELens' normalize_activations).</summary>
public enum SaeNormalisation
{
    /// <summary>Nothing; also SAELens' expected_average_only_in, whose factor is folded into the weights.</summary>
    None,

    /// <summary>x * sqrt(d) / |x|. The zero vector, which has no direction to keep, stays zero (SAELens gives NaN).</summary>
    ConstantNormRescale,

    /// <summary>(x - mean) / (std + 1e-5) with the unbiased standard deviation; decoding gives x * std + mean.</summary>
    LayerNorm,
}
