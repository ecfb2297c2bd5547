using System.Security.Cryptography;

namespace SteerScope.Tables;

/// <summary>
/// Writes the rows of one table, partition by partition, below a staging folder in the layout
/// <c>&lt;root&gt;/&lt;table&gt;/behaviour=&lt;slug&gt;/layer=&lt;int&gt;/part-0.parquet</c>. A file gets its ending only when it is complete and on the disk.
/// </summary>
/// <example>
/// <code>
/// using var table = new TableDatasetWriter(format, staging, TableCatalog.Features, origin);
/// var feature = table.Column&lt;int&gt;("feature");
/// table.BeginPartition(("behaviour", name), ("layer", "12"));
/// feature.Add(3);
/// table.EndRow();
/// var files = table.Finish();
/// </code>
/// </example>
public sealed class TableDatasetWriter : IDisposable
{
    private readonly ITableFormat _format;
    private readonly string _root;
    private readonly TableSchema _schema;
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly ColumnBuilder[] _columns;
    private readonly int _rowsPerGroup;
    private readonly Dictionary<string, string> _partitions = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TableFileInfo> _files = [];
    private ITableFile? _file;
    private string _folder = "";
    private int _rowsInGroup;
    private bool _finished;
    private bool _disposed;

    /// <summary>Starts a table; nothing is written yet.</summary>
    /// <param name="format">Who writes the files.</param>
    /// <param name="root">A staging folder of this attempt's own; it takes the place of <c>tables/</c> once the caller commits it.</param>
    /// <param name="schema">The table.</param>
    /// <param name="origin">How the rows were made.</param>
    public TableDatasetWriter(ITableFormat format, string root, TableSchema schema, TableOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(origin);
        _format = format;
        _root = root;
        _schema = schema;
        _metadata = origin.ToMetadata(schema.Name);
        _rowsPerGroup = RowGroup.RowsFor(schema, schema.HasVectors ? origin.DModel : 0);
        _columns = [.. schema.Columns.Select(column => ColumnBuilder.For(column, _rowsPerGroup, origin.DModel))];
    }

    /// <summary>The builder of a column, to keep across rows and partitions.</summary>
    /// <typeparam name="T">The column's type as in its <see cref="TableColumn.ElementType"/>, e.g. <c>float?</c> for a nullable FLOAT.</typeparam>
    /// <exception cref="ArgumentException">The table has no such column, or it is of another type.</exception>
    public ColumnBuilder<T> Column<T>(string name)
    {
        var builder = Array.Find(_columns, column => string.Equals(column.Column.Name, name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"Table '{_schema.Name}' has no column '{name}'.", nameof(name));
        return builder as ColumnBuilder<T>
            ?? throw new ArgumentException($"Column '{name}' of table '{_schema.Name}' holds {builder.Column.ElementType}, not {typeof(T)}.", nameof(name));
    }

    /// <summary>Closes the partition before and starts the next one. A table without partition keys is begun without values.</summary>
    /// <param name="values">Every partition key of the table with its value, in the schema's order.</param>
    /// <exception cref="ArgumentException">The keys are not the schema's, or the partition was written before.</exception>
    /// <exception cref="InputException">A value makes no folder name, or one that differs from another's by case only.</exception>
    public void BeginPartition(params ReadOnlySpan<(string Key, string Value)> values)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_finished)
        {
            throw new InvalidOperationException($"Table '{_schema.Name}' was finished.");
        }

        CompleteFile();
        _folder = Folder(values);
        Directory.CreateDirectory(Path.Combine(_root, _folder));
        _file = _format.Create(StagedPath(), _schema, _metadata);
    }

    /// <summary>Ends the current row and writes the row group when it is full.</summary>
    /// <exception cref="InvalidOperationException">No partition was begun, or a column did not get exactly one value.</exception>
    public void EndRow()
    {
        if (_file is null)
        {
            throw new InvalidOperationException($"Table '{_schema.Name}' got a row before BeginPartition.");
        }

        foreach (var column in _columns)
        {
            if (column.Count != _rowsInGroup + 1)
            {
                throw new InvalidOperationException($"Column '{column.Column.Name}' of table '{_schema.Name}' got {column.Count - _rowsInGroup} values in a row; it takes one.");
            }
        }

        if (++_rowsInGroup == _rowsPerGroup)
        {
            WriteGroup();
        }
    }

    /// <summary>Completes the last file and returns all of them in the order of writing. A table without partition keys has a file even without rows.</summary>
    public IReadOnlyList<TableFileInfo> Finish()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_finished && _file is null && _schema.PartitionKeys.Count == 0)
        {
            BeginPartition();
        }

        CompleteFile();
        _finished = true;
        return _files;
    }

    /// <summary>Closes the file being written; without <see cref="Finish"/> it stays a torn one without the format's ending.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _disposed = true;
    }

    private void CompleteFile()
    {
        if (_file is null)
        {
            return;
        }

        if (Array.Find(_columns, column => column.Count != _rowsInGroup) is { } open)
        {
            throw new InvalidOperationException($"Column '{open.Column.Name}' of table '{_schema.Name}' has a value in a row that was not ended.");
        }

        WriteGroup();
        _file.Complete();
        var rows = _file.RowCount;
        _file.Dispose();
        _file = null;
        var relative = $"{_folder}/part-0{_format.Extension}";
        var path = Path.Combine(_root, relative);
        File.Move(StagedPath(), path);
        using var written = File.OpenRead(path);
        _files.Add(new TableFileInfo(relative, rows, written.Length, Convert.ToHexStringLower(SHA256.HashData(written))));
    }

    private void WriteGroup()
    {
        if (_rowsInGroup > 0)
        {
            _rowsInGroup = 0;
            _file!.WriteRowGroup([.. _columns.Select(column => column.TakeGroup())]);
        }
    }

    private string Folder(ReadOnlySpan<(string Key, string Value)> values)
    {
        var folder = _schema.Name;
        var keys = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            keys[i] = values[i].Key;
            folder += $"/{values[i].Key}={PartitionSlug.From(values[i].Value)}";
        }

        if (!_schema.PartitionKeys.SequenceEqual(keys, StringComparer.Ordinal))
        {
            throw new ArgumentException($"Table '{_schema.Name}' is partitioned by ({string.Join(", ", _schema.PartitionKeys)}), not by ({string.Join(", ", keys)}).", nameof(values));
        }

        if (_partitions.TryAdd(folder, folder))
        {
            return folder;
        }

        throw _partitions[folder] == folder
            ? new ArgumentException($"Partition '{folder}' was written before; its rows must come in one piece.", nameof(values))
            : new InputException($"The folders '{_partitions[folder]}' and '{folder}' are one on file systems that ignore case; rename one of the behaviours.");
    }

    private string StagedPath() => Path.Combine(_root, _folder, "part-0.inprogress");
}
