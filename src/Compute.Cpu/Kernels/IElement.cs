namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>How a weight is kept in memory; widened to float32 (exactly) where it is used.</summary>
internal unsafe interface IElement
{
    /// <summary>Bytes per weight.</summary>
    static abstract int Size { get; }

    /// <summary>A vector of weights, from element <paramref name="index"/> on.</summary>
    static abstract TVector Load<TLanes, TVector>(byte* source, nint index)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
