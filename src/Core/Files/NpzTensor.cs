using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>An array of an archive: in place in the map, or unpacked to native memory of its own.</summary>
internal sealed class NpzTensor : StoredTensor, IDisposable
{
    private readonly ZipMap map;
    private readonly long offset;
    private readonly int elementSize;
    private readonly NativeBuffer? unpacked;

    private NpzTensor(string name, ZipMap map, NpzHeader header, long offset, NativeBuffer? unpacked)
        : base(name, map.Path, header.Type, header.Shape)
    {
        this.map = map;
        this.offset = offset;
        this.unpacked = unpacked;
        elementSize = header.ElementSize;
    }

    /// <exception cref="InputException">The entry is damaged, or claims what the file cannot hold.</exception>
    public static NpzTensor Read(ZipMap map, ZipEntry entry, string name)
    {
        var where = $"{map.Path}: array '{name}'";
        using var stream = ZipUnpacker.Open(map, entry);
        var head = ZipUnpacker.ReadUpTo(stream, (int)Math.Min(entry.Unpacked, NpzHeader.MaximumSize), where);
        var header = NpzHeader.Parse(head, where);
        if (header.Size + header.DataSize != entry.Unpacked)
        {
            throw new InputException(
                $"{where} claims the shape ({string.Join(", ", header.Shape)}), {header.DataSize} bytes, but holds {entry.Unpacked - header.Size}.");
        }

        if (!entry.Deflated)
        {
            ZipUnpacker.CheckStored(map, entry, where);
        }

        var columnMajor = header.FortranOrder && header.Shape.Length > 1;
        if (!entry.Deflated && !columnMajor)
        {
            return new NpzTensor(name, map, header, entry.Offset + header.Size, null);
        }

        var buffer = ZipUnpacker.Unpack(map, entry, header.Size, where);
        if (columnMajor)
        {
            using var columns = buffer;
            buffer = StridedCopy.ToRowMajor((at, count) => columns.Bytes(at, count), 0, header.Shape, StridedCopy.ColumnMajor(header.Shape), header.ElementSize);
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
