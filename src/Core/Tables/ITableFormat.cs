namespace SteerScope.Tables;

/// <summary>
/// The seam behind which a file format writes tables. Files are byte-identical for the same rows, metadata and group
/// borders: no clock, no host name, no path gets in.
/// </summary>
public interface ITableFormat
{
    /// <summary>Name of the writer, recorded in the manifest: <c>parquet.net</c> or <c>portable</c>.</summary>
    string Name { get; }

    /// <summary>Ending of its files, with the dot.</summary>
    string Extension { get; }

    /// <summary>Starts a file at <paramref name="path"/>, which must not exist.</summary>
    /// <param name="path">Where to write: the caller stages and commits.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="metadata">Key-value pairs for the file's footer, written in ordinal order of the keys.</param>
    ITableFile Create(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata);
}

/// <summary>A table file being written. Only <see cref="Complete"/> makes it a valid file; disposing without it leaves a torn one.</summary>
public interface ITableFile : IDisposable
{
    /// <summary>
    /// Writes one row group. <paramref name="columns"/> holds an array per column of the schema, all of the same length:
    /// int[], long[], float[], double[], string[], bool[], or their nullable forms (int?[], string?[] ...) for nullable columns, and float[][] for lists.
    /// </summary>
    /// <exception cref="ArgumentException">An array is missing, of another type, or of another length.</exception>
    void WriteRowGroup(IReadOnlyList<Array> columns);

    /// <summary>Rows written so far.</summary>
    long RowCount { get; }

    /// <summary>Writes the footer and flushes to the disk.</summary>
    void Complete();
}
