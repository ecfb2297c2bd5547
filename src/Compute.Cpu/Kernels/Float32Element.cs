using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>Weights kept as float32.</summary>
internal readonly unsafe struct Float32Element : IElement
{
    /// <inheritdoc/>
    public static int Size => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* source, nint index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.Load((float*)source + index);
}
