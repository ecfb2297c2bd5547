using System.Buffers.Binary;

namespace SteerScope.Tests.Support.Parquet;

/// <summary>
/// A Parquet file read whole for tests, by code that shares nothing with the writers: flat columns and lists of them; data pages
/// of both versions; PLAIN, dictionary and BYTE_STREAM_SPLIT; uncompressed, gzip, and zstd in the full build.
/// </summary>
public sealed class ParquetFile
{
    private const int EndBytes = 8;
    private readonly Dictionary<string, object?[]> _values = [];

    private ParquetFile(byte[] bytes)
    {
        if (bytes.Length < EndBytes + 4 || !bytes.AsSpan(0, 4).SequenceEqual("PAR1"u8) || !bytes.AsSpan(bytes.Length - 4).SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException("The file does not begin and end with PAR1.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(bytes.Length - EndBytes));
        var footer = new ThriftReader(bytes.AsSpan(bytes.Length - EndBytes - length, length)).ReadStruct();
        RowCount = footer.Long(3);
        CreatedBy = footer.Text(6);
        Columns = ParquetSchemaReader.Read(footer.Structs(2));
        HasColumnOrders = footer.Has(7) && footer.Structs(7).Count == Columns.Count;
        Metadata = footer.Structs(5).Select(pair => KeyValuePair.Create(pair.Text(1), pair.Text(2))).ToList();
        var groups = footer.Structs(4);
        RowGroups = [.. groups.Select(group => group.Long(3))];
        Chunks = [.. groups.SelectMany(group => Columns.Zip(group.Structs(1), ParquetChunk.Read))];
        foreach (var column in Columns)
        {
            var values = Chunks.Where(chunk => chunk.Column == column).SelectMany(chunk => ParquetChunkReader.Read(bytes, chunk)).ToArray();
            _values[column.Name] = values.Length == RowCount
                ? values
                : throw new InvalidDataException($"Column '{column.Name}' has {values.Length} rows; the footer says {RowCount}.");
        }
    }

    public long RowCount { get; }

    public string CreatedBy { get; }

    /// <summary>Whether min and max mean anything to a reader.</summary>
    public bool HasColumnOrders { get; }

    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>Key-value pairs in the file's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; }

    /// <summary>Rows of each group.</summary>
    public IReadOnlyList<long> RowGroups { get; }

    /// <summary>Column chunks, group by group.</summary>
    public IReadOnlyList<ParquetChunk> Chunks { get; }

    /// <exception cref="InvalidDataException">The file is torn or of another kind.</exception>
    public static ParquetFile Read(string path) => new(File.ReadAllBytes(path));

    /// <summary>Values of a column: int, long, float, double, bool, string, float[] or null.</summary>
    public IReadOnlyList<object?> Column(string name) =>
        _values.TryGetValue(name, out var values) ? values : throw new ArgumentException($"The file has no column '{name}'.", nameof(name));

    /// <summary>Values of a column without missing ones.</summary>
    public IReadOnlyList<T> Column<T>(string name) => [.. Column(name).Select(value => (T)value!)];
}
