namespace SteerScope.Tables;

/// <summary>A table file being written. Only <see cref="Complete"/> makes it a valid file; disposing without it leaves a torn one.</summary>
public interface ITableFile : IDisposable
{
    /// <summary>
    /// Writes one row group. <paramref name="columns"/> holds an array per column of the schema, all of the same length:
    /// int[], long[], float[], double[], string[], bool[], or their nullable forms (int?[], string?[] ...) for nullable columns, and float[][] for lists.
    /// A group without rows writes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">An array is missing, of another type, or of another length; a value is missing in a column that allows none; a column of the group is 2 GiB or more.</exception>
    /// <exception cref="InvalidOperationException">The file was completed, or an earlier group failed.</exception>
    void WriteRowGroup(IReadOnlyList<Array> columns);

    /// <summary>Rows written so far.</summary>
    long RowCount { get; }

    /// <summary>Writes the footer and flushes to the disk.</summary>
    /// <exception cref="InvalidOperationException">The file was completed already, or a row group failed.</exception>
    void Complete();
}
