namespace SteerScope.Compute.Torch;

/// <summary>In what type weights lie on the device and matrices are multiplied. Every tensor that operations hand out is float32 either way.</summary>
public enum TorchPrecision
{
    /// <summary>Everything in IEEE binary32; TF32 is off.</summary>
    Float32,

    /// <summary>
    /// Weights in bfloat16, and the inputs of linear maps rounded to it; the products are summed in float32 and rounded once.
    /// The residual stream, norms, attention and biases stay in float32.
    /// </summary>
    BFloat16,
}
