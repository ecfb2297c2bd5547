using System.IO.Compression;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace SteerScope.Tables.Parquet;

/// <summary>A Parquet file being written with Parquet.Net.</summary>
internal sealed class ParquetNetFile : ITableFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TableSchema _schema;
    private readonly DataField[] _fields;
    private readonly SynchronousStream _stream;

    /// <summary>Its DisposeAsync writes the footer, so that only <see cref="Complete"/> calls it; it holds nothing else.</summary>
    private readonly ParquetWriter _writer;

    private bool _open = true;

    public ParquetNetFile(string path, TableSchema schema, IReadOnlyDictionary<string, string> metadata)
    {
        _schema = schema;
        var parquetSchema = ParquetNetSchema.From(schema);
        _fields = parquetSchema.GetDataFields();
        _stream = new SynchronousStream(path);
        try
        {
            _writer = Wait(ParquetWriter.CreateAsync(parquetSchema, _stream, Options(_fields)));
            _writer.CustomMetadata = metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary();
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
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

        for (var i = 0; i < columns.Count; i++)
        {
            CheckSize(_schema.Columns[i], columns[i]);
        }

        // An error half-way leaves bytes that no footer may describe.
        _open = false;
        using (var group = _writer.CreateRowGroup())
        {
            for (var i = 0; i < columns.Count; i++)
            {
                Wait(Write(group, _fields[i], columns[i]));
            }

            group.CompleteValidate();
        }

        RowCount += rows;
        _open = true;
    }

    public void Complete()
    {
        ThrowIfClosed();
        _open = false;
        Wait(_writer.DisposeAsync().AsTask());
        _stream.FlushToDisk();
    }

    public void Dispose()
    {
        _open = false;
        _stream.Dispose();
    }

    private static ParquetOptions Options(DataField[] fields)
    {
        // Optimal is zstd 3; the library's default is 19, which is slow.
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };
        foreach (var field in fields)
        {
            if (field.ClrType == typeof(float) || field.ClrType == typeof(double))
            {
                options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.ByteSplitStream;
            }
        }

        return options;
    }

    private static Task Write(ParquetRowGroupWriter group, DataField field, Array values) => values switch
    {
        int[] array => group.WriteAsync<int>(field, array),
        int?[] array => group.WriteAsync<int>(field, array),
        long[] array => group.WriteAsync<long>(field, array),
        long?[] array => group.WriteAsync<long>(field, array),
        float[] array => group.WriteAsync<float>(field, array),
        float?[] array => group.WriteAsync<float>(field, array),
        double[] array => group.WriteAsync<double>(field, array),
        double?[] array => group.WriteAsync<double>(field, array),
        bool[] array => group.WriteAsync<bool>(field, array),
        bool?[] array => group.WriteAsync<bool>(field, array),
        string?[] array => group.WriteAsync(field, (IReadOnlyCollection<string?>)array),
        float[]?[] array => WriteLists(group, field, FloatLists.From(array)),
        _ => throw new ArgumentException($"Column '{field.Name}' has the unknown type {values.GetType()}.", nameof(values)),
    };

    /// <summary>The plain WriteAsync makes no definition levels for lists.</summary>
    private static Task WriteLists(ParquetRowGroupWriter group, DataField field, FloatLists lists) =>
        group.WriteAllPartsAsync<float>(field, lists.Values, (ReadOnlyMemory<int>)lists.Definition, (ReadOnlyMemory<int>)lists.Repetition, CancellationToken.None);

    /// <summary>Parquet.Net writes a chunk as one page, whose lengths are 32-bit; half a surrogate pair would be replaced silently.</summary>
    private void CheckSize(TableColumn column, Array values)
    {
        var bytes = values switch
        {
            string?[] texts => texts.Sum(text => text is null ? 0L : sizeof(int) + Utf8.GetByteCount(text)),
            float[]?[] lists => lists.Sum(list => (long)sizeof(float) * (list?.Length ?? 0)),
            _ => (long)sizeof(double) * values.Length,
        };
        if (bytes > int.MaxValue)
        {
            throw new ArgumentException($"Column '{column.Name}' of table '{_schema.Name}' has {bytes} bytes in one row group of {values.Length} rows; cut groups below 2 GiB per column.");
        }
    }

    private void ThrowIfClosed()
    {
        if (!_open)
        {
            throw new InvalidOperationException($"The file of table '{_schema.Name}' takes no more: it was completed or closed, or a row group failed.");
        }
    }

    private static T Wait<T>(Task<T> task)
    {
        Wait((Task)task);
        return task.Result;
    }

    /// <summary>See <see cref="SynchronousStream"/>: there is nothing to wait for, and a task that is not done would be a deadlock in the making.</summary>
    private static void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("Parquet.Net went on on another thread, which this writer does not expect of the pinned version.");
        }

        task.GetAwaiter().GetResult();
    }
}
