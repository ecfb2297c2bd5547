namespace SteerScope.Fuzz;

/// <summary>What reading may allocate in all on its thread, garbage included: a constant, and so much for every byte that is read.</summary>
/// <param name="Constant">Bytes that even an empty file may take.</param>
/// <param name="PerByte">Bytes for every byte of the mutated file.</param>
public readonly record struct MemoryBound(long Constant, int PerByte)
{
    /// <summary>The bound for a file of <paramref name="length"/> bytes.</summary>
    public long For(long length) => Constant + (PerByte * length);
}
