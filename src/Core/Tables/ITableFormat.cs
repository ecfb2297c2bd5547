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
    /// <exception cref="IOException">The file exists already or cannot be made.</exception>
    ITableFile Create(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata);
}
