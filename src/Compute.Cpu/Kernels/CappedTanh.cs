using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>cap * tanh(x / cap).</summary>
internal readonly struct CappedTanh(float cap) : IElementFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> x) =>
        Vector512.Create(cap) * VectorMath.Tanh(x / Vector512.Create(cap));
}
