namespace SteerScope.Tables.Parquet;

/// <summary>
/// Writes Parquet with Parquet.Net: zstd, one data page per column chunk. Floating-point columns are encoded as BYTE_STREAM_SPLIT,
/// which compresses better and keeps out the library's statistics: those are wrong where a NaN comes first.
/// </summary>
public sealed class ParquetNetFormat : ITableFormat
{
    /// <inheritdoc/>
    public string Name => "parquet.net";

    /// <inheritdoc/>
    public string Extension => ".parquet";

    /// <inheritdoc/>
    public ITableFile Create(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(metadata);
        return new ParquetNetFile(path, schema, metadata);
    }
}
