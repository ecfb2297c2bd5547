using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).</summary>
internal readonly struct GeluTanh : IElementFunction
{
    private const float Cubic = 0.044715f;
    private const float RootTwoOverPi = 0.797884561f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> x)
    {
        var inner = Vector512.FusedMultiplyAdd(Vector512.Create(Cubic) * x * x, x, x);
        return Vector512.Create(0.5f) * x * (Vector512<float>.One + VectorMath.Tanh(Vector512.Create(RootTwoOverPi) * inner));
    }
}
