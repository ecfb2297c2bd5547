using System.Text;

namespace SteerScope.Prompts;

/// <summary>Lines of a UTF-8 file, one in memory at a time; a line without end cannot take the memory.</summary>
internal static class TextLines
{
    /// <summary>Most characters in one line.</summary>
    public const int MaxLineLength = 1 << 26;

    /// <summary>Largest file that is read as one text, in bytes.</summary>
    public const long MaxWholeFile = 1L << 29;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>The lines without their ends (LF or CRLF), with numbers from 1. A byte-order mark is passed over.</summary>
    public static IEnumerable<(int Number, string Text)> Read(string path)
    {
        using var reader = Open(path);
        var line = new StringBuilder();
        var buffer = new char[1 << 14];
        var number = 1;
        int got;
        while ((got = Fill(reader, buffer, path, number)) > 0)
        {
            var start = 0;
            for (var at = 0; at < got; at++)
            {
                if (buffer[at] == '\n')
                {
                    yield return (number++, Take(line, buffer.AsSpan(start, at - start)));
                    start = at + 1;
                }
            }

            line.Append(buffer, start, got - start);
            if (line.Length > MaxLineLength)
            {
                throw new InputException($"{path}, line {number}: the line is longer than {MaxLineLength} characters; it should be split.");
            }
        }

        if (line.Length > 0)
        {
            yield return (number, Take(line, []));
        }
    }

    /// <summary>The whole file as one text, a byte-order mark passed over, line ends as they are.</summary>
    public static string ReadWhole(string path)
    {
        using var reader = Open(path);
        var length = new FileInfo(path).Length;
        if (length > MaxWholeFile)
        {
            throw new InputException($"{path}: {length} bytes are too many to be read as one text; the limit is {MaxWholeFile}.");
        }

        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"{path}: is not valid UTF-8; it should be text in UTF-8.", error);
        }
        catch (IOException error)
        {
            throw new InputException($"{path}: could not be read ({error.Message}).", error);
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: could not be opened ({error.Message}).", error);
        }
    }

    private static int Fill(StreamReader reader, char[] buffer, string path, int number)
    {
        try
        {
            return reader.ReadBlock(buffer, 0, buffer.Length);
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"{path}: is not valid UTF-8 somewhere after line {number}; it should be text in UTF-8.", error);
        }
        catch (IOException error)
        {
            throw new InputException($"{path}: could not be read ({error.Message}).", error);
        }
    }

    private static string Take(StringBuilder begun, ReadOnlySpan<char> rest)
    {
        var text = begun.Append(rest).ToString();
        begun.Clear();
        return text.EndsWith('\r') ? text[..^1] : text;
    }
}
