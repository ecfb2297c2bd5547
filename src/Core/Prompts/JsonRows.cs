using System.Text.Json;

namespace SteerScope.Prompts;

/// <summary>The objects of a JSON array or of JSON lines, each with its line.</summary>
internal static class JsonRows
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>JSON lines: one object per line, blank lines passed over.</summary>
    public static void ReadLines(string path, Action<int, PairRow> add)
    {
        foreach (var (number, text) in TextLines.Read(path))
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                using var document = ParseLine(path, number, text);
                add(number, new JsonPairRow(document.RootElement));
            }
        }
    }

    /// <summary>The object on one line.</summary>
    public static JsonDocument ParseLine(string path, int number, string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, Strict);
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}, line {number}: is not a JSON object on one line ({Short(error)}).", error);
        }

        catch (InvalidOperationException error)
        {
            // What looking for duplicate names throws at a name with half a surrogate pair.
            throw new InputException($"{path}, line {number}: the name of a field is not valid Unicode.", error);
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new InputException($"{path}, line {number}: is not a JSON object; each line should be one, such as {{\"prompt\": ..., \"matching\": ..., \"not_matching\": ...}}.");
        }

        return document;
    }

    /// <summary>One array of objects.</summary>
    public static void ReadArray(string path, Action<int, PairRow> add)
    {
        var text = TextLines.ReadWhole(path);
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var line = 1;
        var counted = 0;
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw new InputException($"{path}: is not an array of objects; a .json behaviour should be [{{\"question\": ...}}, ...].");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                line += bytes.AsSpan(counted, start - counted).Count((byte)'\n');
                counted = start;
                reader.Skip();
                using var document = JsonDocument.Parse(bytes.AsMemory(start, (int)reader.BytesConsumed - start), Strict);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    throw new InputException($"{path}, line {line}: an element of the array is not an object.");
                }

                add(line, new JsonPairRow(document.RootElement));
            }

            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}, line {line} or after: is not valid JSON ({Short(error)}).", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{path}, line {line} or after: the name of a field is not valid Unicode.", error);
        }
    }

    private static string Short(JsonException error) => error.Message.Split(" LineNumber", 2)[0].TrimEnd('.');
}
