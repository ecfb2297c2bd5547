using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>Weights kept as IEEE 754 binary16.</summary>
internal readonly unsafe struct HalfElement : IElement
{
    /// <inheritdoc/>
    public static int Size => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* source, nint index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.WidenHalf(TLanes.LoadUInt16((ushort*)source + index));
}
