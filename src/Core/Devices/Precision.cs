namespace SteerScope.Devices;

/// <summary>The number format that a model is computed in.</summary>
public enum Precision
{
    /// <summary>Everything in IEEE binary32.</summary>
    Float32,

    /// <summary>
    /// Weights in bfloat16, and what goes into and comes out of linear maps rounded to it. The residual stream, norms, attention,
    /// biases and the logits of single tokens stay in binary32 (docs/torch.md).
    /// </summary>
    Bfloat16,
}
