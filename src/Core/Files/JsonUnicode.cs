using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace SteerScope.Files;

/// <summary>
/// Whether all text of a JSON file is Unicode. System.Text.Json finds out only when a string or a name is looked at, and then
/// throws what no reader expects.
/// </summary>
internal static class JsonUnicode
{
    private const int EscapeLength = 6; // \uXXXX

    /// <summary>False where bytes are not UTF-8, or an escape spells half a surrogate pair. What is not JSON gives any answer.</summary>
    /// <param name="json">The file.</param>
    /// <param name="line">The line of what is wrong, from 1.</param>
    public static bool IsValid(ReadOnlySpan<byte> json, out int line)
    {
        var fault = FirstFault(json);
        line = fault < 0 ? 0 : 1 + json[..fault].Count((byte)'\n');
        return fault < 0;
    }

    private static int FirstFault(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return FirstFaultyByte(json);
        }

        for (var at = 0; json[at..].IndexOf((byte)'\\') is >= 0 and var next && at + next + 1 < json.Length;)
        {
            at += next;
            var (first, second) = (Escape(json[at..]), Escape(json[Math.Min(json.Length, at + EscapeLength)..]));
            if (first is null)
            {
                at += 2;
            }
            else if (!char.IsSurrogate(first.Value))
            {
                at += EscapeLength;
            }
            else if (char.IsHighSurrogate(first.Value) && second is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                return at;
            }
        }

        return -1;
    }

    private static int FirstFaultyByte(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static char? Escape(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] == '\\' && json[1] == 'u'
        && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? (char)value
            : null;
}
