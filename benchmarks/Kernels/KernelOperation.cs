namespace SteerScope.Kernels;

/// <summary>What is measured.</summary>
internal enum KernelOperation
{
    /// <summary>[T, d] x [d, f], float32.</summary>
    LinearFloat32,

    /// <summary>The same, weights stored as bfloat16.</summary>
    LinearBFloat16,

    /// <summary>Causal attention, two heads to a key/value head.</summary>
    Attention,

    /// <summary>The same with soft-capped scores.</summary>
    CappedAttention,

    /// <summary>Root-mean-square norm with a gain.</summary>
    RmsNorm,

    /// <summary>Rotary embedding of all heads.</summary>
    Rotary,

    /// <summary>down(gelu(gate(x)) * up(x)).</summary>
    GatedMlp,
}
