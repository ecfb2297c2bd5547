using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>AVX-512: 32 registers of 16 floats, tiles of 12 rows by 32 columns.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static int TileRows => 12;

    /// <inheritdoc/>
    public static Vector512<float> Zero => Vector512<float>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadUInt16(ushort* source) =>
        Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe()).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WidenBFloat16(Vector512<float> bits) => (bits.AsUInt32() << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WidenHalf(Vector512<float> bits)
    {
        var sign = (bits.AsUInt32() & Vector512.Create(HalfBits.Sign)) << 16;
        var magnitude = (bits.AsUInt32() & Vector512.Create(HalfBits.Magnitude)) << HalfBits.MantissaShift;
        var special = Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(HalfBits.InfinityShifted));
        var finite = magnitude.AsSingle() * Vector512.Create(HalfBits.Rebias);
        var widened = Vector512.ConditionalSelect(special, magnitude | Vector512.Create(HalfBits.SingleInfinity), finite.AsUInt32());
        return (widened | sign).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* source) => Lanes128.Prefetch(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(byte* source) => Lanes128.PrefetchFar(source);
}
