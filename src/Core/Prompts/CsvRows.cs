namespace SteerScope.Prompts;

/// <summary>The rows of a CSV file whose first record names the columns.</summary>
internal static class CsvRows
{
    /// <summary>Reads all rows.</summary>
    public static void Read(string path, Action<int, PairRow> add)
    {
        var reader = new CsvReader(path, TextLines.ReadWhole(path));
        var header = reader.Next();
        if (header is null)
        {
            return;
        }

        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Count; i++)
        {
            if (!columns.TryAdd(header[i].Trim(), i))
            {
                throw new InputException($"{path}, line {reader.RecordLine}: the header names the column {header[i].Trim()} twice.");
            }
        }

        while (reader.Next() is { } record)
        {
            if (record.Count != header.Count)
            {
                throw new InputException($"{path}, line {reader.RecordLine}: has {record.Count} fields; the header names {header.Count}.");
            }

            add(reader.RecordLine, new CsvPairRow(columns, record));
        }
    }

    private sealed class CsvPairRow(Dictionary<string, int> columns, IReadOnlyList<string> record) : PairRow
    {
        public override FieldKind Kind(string field) => columns.ContainsKey(field) ? FieldKind.Text : FieldKind.Absent;

        public override string Text(string field) => record[columns[field]];

        public override IReadOnlyList<int>? Ids(string field) => throw new InvalidOperationException("CSV holds no lists.");
    }
}
