using System.Text.Json;

namespace SteerScope.Prompts;

/// <summary>The documents of corpus files, one in memory at a time: texts, or ids given directly.</summary>
internal static class CorpusDocuments
{
    /// <summary>The documents of one file in order.</summary>
    public static IEnumerable<CorpusDocument> Read(string path, DocumentUnit unit) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".txt" when unit == DocumentUnit.File => [new CorpusDocument(1, TextLines.ReadWhole(path), null)],
        ".txt" => Cut(path, TextLines.Read(path), unit),
        ".jsonl" => ReadRows(path, unit),
        _ => throw new InputException($"{path}: the ending of a corpus file must be .txt or .jsonl."),
    };

    private static IEnumerable<CorpusDocument> ReadRows(string path, DocumentUnit unit)
    {
        foreach (var (number, line) in TextLines.Read(path))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var row = ReadRow(path, number, line);
            if (row.Text is null || unit == DocumentUnit.File)
            {
                yield return row;
            }
            else
            {
                foreach (var document in Cut(path, row.Text.Split('\n').Select(text => (number, text.TrimEnd('\r'))), unit))
                {
                    yield return document;
                }
            }
        }
    }

    private static CorpusDocument ReadRow(string path, int number, string line)
    {
        using JsonDocument json = JsonRows.ParseLine(path, number, line);
        var row = new JsonPairRow(json.RootElement);
        return (row.Kind("text"), row.Kind("ids")) switch
        {
            (FieldKind.Text, FieldKind.Absent) => new CorpusDocument(number, row.Text("text"), null),
            (FieldKind.Absent, FieldKind.List) when row.Ids("ids") is { } ids => new CorpusDocument(number, null, ids),
            (FieldKind.Absent, FieldKind.Absent) => throw new InputException($"{path}, line {number}: the field text is missing; each row should have a text, or ids."),
            _ => throw new InputException($"{path}, line {number}: a row should have either text, a text, or ids, a list of token ids."),
        };
    }

    private static IEnumerable<CorpusDocument> Cut(string path, IEnumerable<(int Number, string Text)> lines, DocumentUnit unit)
    {
        var open = new List<string>();
        var length = 0L;
        var start = 0;
        foreach (var (number, text) in lines)
        {
            var blank = string.IsNullOrWhiteSpace(text);
            if (unit == DocumentUnit.Line)
            {
                if (!blank)
                {
                    yield return new CorpusDocument(number, text, null);
                }

                continue;
            }

            if (!blank)
            {
                start = open.Count == 0 ? number : start;
                open.Add(text);
                length += text.Length + 1;
                if (length > TextLines.MaxWholeFile)
                {
                    throw new InputException($"{path}, line {start}: the paragraph is longer than {TextLines.MaxWholeFile} characters; corpus.document should be line.");
                }
            }
            else if (open.Count > 0)
            {
                yield return new CorpusDocument(start, string.Join('\n', open), null);
                open.Clear();
                length = 0;
            }
        }

        if (open.Count > 0)
        {
            yield return new CorpusDocument(start, string.Join('\n', open), null);
        }
    }
}
