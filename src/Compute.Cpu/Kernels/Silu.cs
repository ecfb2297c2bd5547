using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>x / (1 + e^-x).</summary>
internal readonly struct Silu : IElementFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> x) =>
        x / (Vector512<float>.One + VectorMath.Exp(-x));
}
