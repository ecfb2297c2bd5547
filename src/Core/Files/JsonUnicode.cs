using System.Globalization;
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
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        while (json.IndexOf((byte)'\\') is >= 0 and var at && at + 1 < json.Length)
        {
            json = json[at..];
            if (!TryEscape(json, out var first))
            {
                json = json[2..];
            }
            else if (!char.IsSurrogate(first))
            {
                json = json[EscapeLength..];
            }
            else if (char.IsHighSurrogate(first) && TryEscape(json[EscapeLength..], out var second) && char.IsLowSurrogate(second))
            {
                json = json[(2 * EscapeLength)..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryEscape(ReadOnlySpan<byte> json, out char letter)
    {
        letter = '\0';
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u'
            || !ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        letter = (char)value;
        return true;
    }
}
