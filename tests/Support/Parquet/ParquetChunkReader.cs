namespace SteerScope.Tests.Support.Parquet;

/// <summary>Reads the pages of a column chunk.</summary>
internal static class ParquetChunkReader
{
    private const int DataPage = 0;
    private const int DictionaryPage = 2;
    private const int DataPageV2 = 3;

    /// <summary>A value per row; null where it is missing.</summary>
    public static IReadOnlyList<object?> Read(byte[] file, ParquetChunk chunk)
    {
        object[]? dictionary = null;
        var rows = new List<object?>();
        long values = 0, uncompressed = 0;
        var position = chunk.Offset;
        while (values < chunk.Values)
        {
            var reader = new ThriftReader(file.AsSpan((int)position));
            var header = reader.ReadStruct();
            var body = file.AsSpan((int)position + reader.Position, header.Int(3)).ToArray();
            position += reader.Position + body.Length;
            uncompressed += reader.Position + header.Int(2);
            if (header.Int(1) == DictionaryPage)
            {
                var page = PageCodec.Decompress(chunk.Codec, body, header.Int(2));
                dictionary = PlainValues.Plain(chunk.Column, page, header.Struct(7).Int(1));
                continue;
            }

            var levels = header.Int(1) switch
            {
                DataPage => PageLevels.Version1(chunk, header, body),
                DataPageV2 => PageLevels.Version2(chunk, header, body),
                var type => throw new InvalidDataException($"Page type {type} of '{chunk.Column.Name}' is unknown."),
            };
            values += levels.Count;
            Assemble(chunk.Column, levels, dictionary, rows);
        }

        if (position - chunk.Offset != chunk.CompressedBytes || uncompressed != chunk.UncompressedBytes)
        {
            throw new InvalidDataException($"The sizes of a chunk of '{chunk.Column.Name}' are not those of its pages.");
        }

        return rows;
    }

    private static void Assemble(ParquetColumn column, PageLevels page, object[]? dictionary, List<object?> rows)
    {
        var present = page.Definition.Count(level => level == column.MaxDefinition);
        var values = Values(column, page, dictionary, present);
        var next = 0;
        List<float>? list = null;
        for (var i = 0; i < page.Count; i++)
        {
            var isThere = page.Definition[i] == column.MaxDefinition;
            if (!column.IsList)
            {
                rows.Add(isThere ? values[next++] : null);
                continue;
            }

            if (page.Repetition[i] == 0)
            {
                EndList(rows, list);
                list = isThere || page.Definition[i] == column.MaxDefinition - 1 ? [] : null;
                if (list is null)
                {
                    rows.Add(null);
                }
            }

            if (isThere)
            {
                list!.Add((float)values[next++]);
            }
        }

        EndList(rows, list);
    }

    /// <summary>Pages begin with a new row in what the project writes, so that a list never goes on in the next page.</summary>
    private static void EndList(List<object?> rows, List<float>? list)
    {
        if (list is not null)
        {
            rows.Add(list.ToArray());
        }
    }

    private static object[] Values(ParquetColumn column, PageLevels page, object[]? dictionary, int count) => page.Encoding switch
    {
        0 => PlainValues.Plain(column, page.Values, count),
        9 => PlainValues.ByteStreamSplit(column, page.Values, count),
        2 or 8 when dictionary is not null => [.. HybridLevels.Read(page.Values.AsSpan(1), page.Values[0], count).Select(index => dictionary[index])],
        var encoding => throw new InvalidDataException($"Encoding {encoding} of '{column.Name}' is not one that the project writes."),
    };
}
