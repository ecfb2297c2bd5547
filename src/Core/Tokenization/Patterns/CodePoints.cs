using System.Text;

namespace SteerScope.Tokenization.Patterns;

/// <summary>Walks over the code points of a string.</summary>
internal static class CodePoints
{
    /// <summary>The code point at a position and how many chars it takes.</summary>
    public static int At(string text, int position, out int width)
    {
        var first = text[position];
        if (char.IsHighSurrogate(first) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
        {
            width = 2;
            return char.ConvertToUtf32(first, text[position + 1]);
        }

        width = 1;
        return first;
    }

    /// <summary>Where the code point before a position starts.</summary>
    public static int Before(string text, int position) =>
        position >= 2 && char.IsLowSurrogate(text[position - 1]) && char.IsHighSurrogate(text[position - 2])
            ? position - 2
            : position - 1;

    /// <summary>The text with every lone surrogate replaced by U+FFFD, as UTF-8 cannot hold one.</summary>
    public static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune);
        }

        return result.ToString();
    }
}
