using System.Buffers.Binary;
using SteerScope.Tables.Portable.Columns;
using SteerScope.Tables.Portable.Format;

namespace SteerScope.Tables.Portable;

/// <summary>A Parquet file being written: "PAR1", row groups, footer, length of the footer, "PAR1".</summary>
internal sealed class PortableParquetFile : ITableFile
{
    /// <summary>Readers decompress a page as a whole; a megabyte keeps them in their caches.</summary>
    private const long PageBytes = 1 << 20;

    private readonly FileStream _stream;
    private readonly TableSchema _schema;
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly List<RowGroupEntry> _groups = [];
    private readonly PageWriter _pages;
    private bool _open = true;

    public PortableParquetFile(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata)
    {
        _schema = schema;
        _metadata = metadata;
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        _pages = new PageWriter(_stream);
        _stream.Write("PAR1"u8);
    }

    public long RowCount { get; private set; }

    public void WriteRowGroup(IReadOnlyList<Array> columns)
    {
        ThrowIfClosed();
        var rows = RowGroup.Check(_schema, columns);
        if (rows == 0)
        {
            return;
        }

        var leaves = _schema.Columns.Zip(columns, LeafColumn.For).ToList();
        leaves.ForEach(leaf => CheckSize(leaf, rows));

        // An error half-way leaves bytes that no footer may describe.
        _open = false;
        _groups.Add(new RowGroupEntry(rows, [.. leaves.Select(leaf => WriteColumn(leaf, rows))]));
        RowCount += rows;
        _open = true;
    }

    public void Complete()
    {
        ThrowIfClosed();
        _open = false;
        var footer = Footer.Write(_schema, _metadata, _groups);
        _stream.Write(footer.Span);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        _stream.Write(length);
        _stream.Write("PAR1"u8);
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _open = false;
        _stream.Dispose();
    }

    private ColumnChunk WriteColumn(LeafColumn leaf, int rows)
    {
        var offset = _stream.Position;
        long values = 0, uncompressed = 0, compressed = 0;
        for (var first = 0; first < rows;)
        {
            var count = RowsOfPage(leaf, first, rows);
            var inPage = leaf.Write(first, count, _pages.Body);
            var sizes = _pages.Flush(inPage);
            values += inPage;
            uncompressed += sizes.Uncompressed;
            compressed += sizes.Compressed;
            first += count;
        }

        return new ColumnChunk(leaf.Type, leaf.Path, values, offset, uncompressed, compressed, leaf.Statistics());
    }

    private static int RowsOfPage(LeafColumn leaf, int first, int rows)
    {
        var end = first;
        for (long bytes = 0; end < rows && bytes < PageBytes; end++)
        {
            bytes += leaf.BytesOf(end);
        }

        return end - first;
    }

    /// <summary>Many readers hold a column chunk in one buffer with a 32-bit length.</summary>
    private void CheckSize(LeafColumn leaf, int rows)
    {
        long bytes = 0;
        for (var row = 0; row < rows; row++)
        {
            bytes += leaf.BytesOf(row);
        }

        if (bytes > int.MaxValue)
        {
            throw new ArgumentException($"Column '{leaf.Path[0]}' of table '{_schema.Name}' has {bytes} bytes in one row group of {rows} rows; cut groups below 2 GiB per column.");
        }
    }

    private void ThrowIfClosed()
    {
        if (!_open)
        {
            throw new InvalidOperationException($"The file of table '{_schema.Name}' takes no more: it was completed or closed, or a row group failed.");
        }
    }
}
