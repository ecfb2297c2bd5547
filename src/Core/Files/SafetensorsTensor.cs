using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>A tensor of a memory-mapped safetensors file.</summary>
internal sealed class SafetensorsTensor : StoredTensor
{
    private readonly MappedBytes bytes;
    private readonly long offset;
    private readonly int elementSize;
    private readonly long count;

    public SafetensorsTensor(SafetensorsEntry entry, StoredType type, MappedBytes bytes, long dataOffset, string source)
        : base(entry.Name, source, type, entry.Shape)
    {
        this.bytes = bytes;
        offset = dataOffset + entry.Begin;
        elementSize = type.ElementSize();
        count = (entry.End - entry.Begin) / elementSize;
    }

    public override ReadOnlySpan<byte> Bytes(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, this.count - count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * elementSize, int.MaxValue, nameof(count));
        return bytes.Slice(offset + (first * elementSize), count * elementSize);
    }
}
