namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>
/// One SIMD width for the matrix kernels, as static members so that the just-in-time compiler specialises every kernel for it.
/// All widths compute the same bits: a lane never meets another lane, and every multiply-add is fused.
/// </summary>
/// <typeparam name="TVector">The vector, e.g. <c>Vector512&lt;float&gt;</c>.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest register tile: as many as leave registers for two weights and one input.</summary>
    static abstract int TileRows { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Loads floats.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Loads <see cref="Count"/> 16-bit values into the low halves of 32-bit lanes, as bits.</summary>
    static abstract TVector LoadUInt16(ushort* source);

    /// <summary>Stores floats.</summary>
    static abstract void Store(TVector value, float* destination);

    /// <summary>The same float in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>left + right.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>Lanes, as read by <see cref="LoadUInt16"/>, from bfloat16 to float32 (exact).</summary>
    static abstract TVector WidenBFloat16(TVector bits);

    /// <summary>Lanes, as read by <see cref="LoadUInt16"/>, from binary16 to float32 (exact).</summary>
    static abstract TVector WidenHalf(TVector bits);

    /// <summary>Asks for a cache line that is going to be read, where the machine can be asked; never faults.</summary>
    static abstract void Prefetch(byte* source);

    /// <summary>The same, into the second-level cache only: for what is read later than what the first level holds.</summary>
    static abstract void PrefetchFar(byte* source);
}
