using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>NEON, and whatever has nothing wider: 4 floats, tiles of 6 rows by 8 columns.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    public static int TileRows => 6;

    /// <inheritdoc/>
    public static Vector128<float> Zero => Vector128<float>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadUInt16(ushort* source) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsUInt16()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WidenBFloat16(Vector128<float> bits) => (bits.AsUInt32() << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WidenHalf(Vector128<float> bits)
    {
        var sign = (bits.AsUInt32() & Vector128.Create(HalfBits.Sign)) << 16;
        var magnitude = (bits.AsUInt32() & Vector128.Create(HalfBits.Magnitude)) << HalfBits.MantissaShift;
        var special = Vector128.GreaterThanOrEqual(magnitude, Vector128.Create(HalfBits.InfinityShifted));
        var finite = magnitude.AsSingle() * Vector128.Create(HalfBits.Rebias);
        var widened = Vector128.ConditionalSelect(special, magnitude | Vector128.Create(HalfBits.SingleInfinity), finite.AsUInt32());
        return (widened | sign).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* source)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(source);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(byte* source)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(source);
        }
    }
}
