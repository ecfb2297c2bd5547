using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>max(x, 0); a NaN stays one.</summary>
internal readonly struct Relu : IElementFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> x) =>
        Vector512.Max(x, Vector512<float>.Zero);
}
