using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>An array of an archive: in place in the map, or unpacked to native memory of its own.</summary>
internal sealed class NpzTensor : StoredTensor, IDisposable
{
    private readonly NpzMap map;
    private readonly long offset;
    private readonly int elementSize;
    private readonly NpzBuffer? unpacked;

    private NpzTensor(string name, NpzMap map, NpzHeader header, long offset, NpzBuffer? unpacked)
        : base(name, map.Path, header.Type, header.Shape)
    {
        this.map = map;
        this.offset = offset;
        this.unpacked = unpacked;
        elementSize = header.ElementSize;
    }

    /// <exception cref="InputException">The entry is damaged, or claims what the file cannot hold.</exception>
    public static NpzTensor Read(NpzMap map, NpzEntry entry, string name)
    {
        var where = $"{map.Path}: array '{name}'";
        using var stream = NpzUnpacker.Open(map, entry);
        var head = NpzUnpacker.ReadUpTo(stream, (int)Math.Min(entry.Unpacked, NpzHeader.MaximumSize), where);
        var header = NpzHeader.Parse(head, where);
        if (header.Size + header.DataSize != entry.Unpacked)
        {
            throw new InputException(
                $"{where} claims the shape ({string.Join(", ", header.Shape)}), {header.DataSize} bytes, but holds {entry.Unpacked - header.Size}.");
        }

        if (!entry.Deflated)
        {
            NpzUnpacker.CheckStored(map, entry, where);
        }

        var columnMajor = header.FortranOrder && header.Shape.Length > 1;
        if (!entry.Deflated && !columnMajor)
        {
            return new NpzTensor(name, map, header, entry.Offset + header.Size, null);
        }

        var buffer = NpzUnpacker.Unpack(map, entry, header, where);
        if (columnMajor)
        {
            using var columns = buffer;
            buffer = NpzTranspose.ToRowMajor(columns, header);
        }

        return new NpzTensor(name, map, header, 0, buffer);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(long first, int count)
    {
        if (first < 0 || count < 0 || first > Count - count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), first, $"{count} elements from there leave '{Name}' of {Count} elements.");
        }

        var bytes = checked(count * elementSize);
        return unpacked is null ? map.Bytes(offset + (first * elementSize), bytes) : unpacked.Bytes(first * elementSize, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => unpacked?.Dispose();
}
