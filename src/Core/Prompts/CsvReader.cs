using System.Text;

namespace SteerScope.Prompts;

/// <summary>
/// Reads comma-separated values by RFC 4180: fields in quotes may hold commas, quotes (doubled) and line ends; records end
/// with CRLF or LF. Lines without any character are passed over.
/// </summary>
internal sealed class CsvReader(string source, string text)
{
    private int at;
    private int line = 1;

    /// <summary>The line on which the last record started, from 1.</summary>
    public int RecordLine { get; private set; }

    /// <summary>The next record, or null at the end.</summary>
    /// <exception cref="InputException">A quote is not closed or stands where none may.</exception>
    public IReadOnlyList<string>? Next()
    {
        while (EndsLine())
        {
            SkipLineEnd();
        }

        if (at >= text.Length)
        {
            return null;
        }

        RecordLine = line;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(at < text.Length && text[at] == '"' ? Quoted(fields.Count + 1) : Bare(fields.Count + 1));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            SkipLineEnd();
            return fields;
        }
    }

    private string Bare(int field)
    {
        var start = at;
        while (at < text.Length && text[at] != ',' && !EndsLine())
        {
            if (text[at] == '"')
            {
                throw Wrong(field, "a quote stands inside a field that does not start with one; the field should be put in quotes and the quote doubled");
            }

            at++;
        }

        return text[start..at];
    }

    private string Quoted(int field)
    {
        var value = new StringBuilder();
        at++;
        while (at < text.Length)
        {
            var letter = text[at++];
            if (letter != '"')
            {
                line += letter == '\n' ? 1 : 0;
                value.Append(letter);
            }
            else if (at < text.Length && text[at] == '"')
            {
                value.Append('"');
                at++;
            }
            else if (at >= text.Length || text[at] == ',' || EndsLine())
            {
                return value.ToString();
            }
            else
            {
                throw Wrong(field, "something stands after the closing quote; a quote inside a field should be doubled");
            }
        }

        throw Wrong(field, "its quote is never closed");
    }

    private bool EndsLine() =>
        at < text.Length && (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] == '\n')));

    private void SkipLineEnd()
    {
        if (at < text.Length)
        {
            at += text[at] == '\r' && at + 1 < text.Length ? 2 : 1;
            line++;
        }
    }

    private InputException Wrong(int field, string what) => new($"{source}, line {RecordLine}, field {field}: {what}.");
}
