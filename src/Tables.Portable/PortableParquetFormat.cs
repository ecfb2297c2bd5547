namespace SteerScope.Tables.Portable;

/// <summary>
/// Writes Parquet with nothing but the BCL, for builds without Parquet.Net: flat columns and LIST&lt;FLOAT&gt;, PLAIN encoding, gzip,
/// data pages of version 1 (github.com/apache/parquet-format). At most one row group is in memory.
/// </summary>
public sealed class PortableParquetFormat : ITableFormat
{
    /// <inheritdoc/>
    public string Name => "portable";

    /// <inheritdoc/>
    public string Extension => ".parquet";

    /// <inheritdoc/>
    public ITableFile Create(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(metadata);
        return new PortableParquetFile(path, schema, metadata);
    }
}
