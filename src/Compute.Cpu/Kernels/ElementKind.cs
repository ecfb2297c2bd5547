namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>How weights are kept in memory.</summary>
internal enum ElementKind
{
    /// <summary>4 bytes.</summary>
    Float32,

    /// <summary>2 bytes, bfloat16.</summary>
    BFloat16,

    /// <summary>2 bytes, IEEE 754 binary16.</summary>
    Half,
}
