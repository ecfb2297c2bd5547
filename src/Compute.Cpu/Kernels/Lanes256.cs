using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>AVX2 with FMA: 16 registers of 8 floats, tiles of 6 rows by 16 columns.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    public static int TileRows => 6;

    /// <inheritdoc/>
    public static Vector256<float> Zero => Vector256<float>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadUInt16(ushort* source) =>
        Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WidenBFloat16(Vector256<float> bits) => (bits.AsUInt32() << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WidenHalf(Vector256<float> bits)
    {
        var sign = (bits.AsUInt32() & Vector256.Create(HalfBits.Sign)) << 16;
        var magnitude = (bits.AsUInt32() & Vector256.Create(HalfBits.Magnitude)) << HalfBits.MantissaShift;
        var special = Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(HalfBits.InfinityShifted));
        var finite = magnitude.AsSingle() * Vector256.Create(HalfBits.Rebias);
        var widened = Vector256.ConditionalSelect(special, magnitude | Vector256.Create(HalfBits.SingleInfinity), finite.AsUInt32());
        return (widened | sign).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* source) => Lanes128.Prefetch(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(byte* source) => Lanes128.PrefetchFar(source);
}
