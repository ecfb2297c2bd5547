namespace SteerScope.Tables.Portable.Format;

/// <summary>FileMetaData of parquet.thrift; the numbers are its field ids.</summary>
internal static class Footer
{
    private const string CreatedBy = "SteerScope";
    private const int FormatVersion = 1;

    public static ReadOnlyMemory<byte> Write(TableSchema schema, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<RowGroupEntry> groups)
    {
        var writer = new ThriftWriter();
        writer.Struct(file =>
        {
            file.I32(1, FormatVersion);
            file.Structs(2, [.. SchemaElement.Tree(schema)], (element, item) => item.Write(element));
            file.I64(3, groups.Sum(group => group.Rows));
            file.Structs(4, [.. groups.Index()], WriteGroup);
            if (metadata.Count > 0)
            {
                file.Structs(5, [.. metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)], WriteKeyValue);
            }

            file.Text(6, CreatedBy);

            // Without an order, readers must not use min_value and max_value.
            file.Structs(7, schema.Columns, (order, _) => order.Struct(1, _ => { }));
        });
        return writer.Written;
    }

    private static void WriteKeyValue(ThriftWriter writer, KeyValuePair<string, string> pair)
    {
        writer.Text(1, pair.Key);
        writer.Text(2, pair.Value);
    }

    private static void WriteGroup(ThriftWriter writer, (int Index, RowGroupEntry Group) entry)
    {
        var columns = entry.Group.Columns;
        writer.Structs(1, columns, (chunk, column) =>
        {
            chunk.I64(2, column.Offset);
            chunk.Struct(3, meta => WriteColumn(meta, column));
        });
        writer.I64(2, columns.Sum(column => column.UncompressedBytes));
        writer.I64(3, entry.Group.Rows);
        writer.I64(5, columns[0].Offset);
        writer.I64(6, columns.Sum(column => column.CompressedBytes));
        if (entry.Index <= short.MaxValue)
        {
            writer.I16(7, (short)entry.Index);
        }
    }

    private static void WriteColumn(ThriftWriter writer, ColumnChunk column)
    {
        writer.I32(1, (int)column.Type);
        writer.Integers(2, [ParquetCode.EncodingPlain, ParquetCode.EncodingRle]);
        writer.Texts(3, column.Path);
        writer.I32(4, ParquetCode.CodecGzip);
        writer.I64(5, column.Values);
        writer.I64(6, column.UncompressedBytes);
        writer.I64(7, column.CompressedBytes);
        writer.I64(9, column.Offset);
        if (column.Statistics is { } statistics)
        {
            writer.Struct(12, body => WriteStatistics(body, statistics));
        }
    }

    private static void WriteStatistics(ThriftWriter writer, ColumnStatistics statistics)
    {
        writer.I64(3, statistics.NullCount);
        if (statistics is { Min: { } min, Max: { } max })
        {
            writer.Binary(5, max);
            writer.Binary(6, min);
        }
    }
}
