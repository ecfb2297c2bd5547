namespace SteerScope.Reports.Charts;

/// <summary>
/// Estimates how wide a text will be. The page uses the reader's own fonts, so the estimate follows a wide one (DejaVu Sans):
/// labels that keep clear of each other there do so everywhere.
/// </summary>
internal static class TextWidth
{
    /// <summary>Width in the units of <paramref name="size"/>.</summary>
    public static double Of(string text, double size)
    {
        var width = 0.0;
        foreach (var character in text)
        {
            width += character switch
            {
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' or ' ' or '\u00a0' or 'f' or 't' or 'r' or '(' or ')' or '[' or ']' => 0.38,
                '⁰' or '¹' or '²' or '³' or '⁴' or '⁵' or '⁶' or '⁷' or '⁸' or '⁹' or '⁻' => 0.42,
                'm' or 'w' or 'M' or 'W' or '%' or '@' or '×' or '−' or '◆' or '→' => 0.95,
                > 'A' and <= 'Z' => 0.72,
                > '\u2e80' => 1,
                _ => 0.64,
            };
        }

        return width * size;
    }

    /// <summary>The text, cut with an ellipsis where it would be wider than the room.</summary>
    public static string Fit(string text, double size, double room)
    {
        if (Of(text, size) <= room)
        {
            return text;
        }

        var length = text.Length;
        while (length > 1 && Of(text[..length] + "…", size) > room)
        {
            length--;
        }

        length = length > 1 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..length].TrimEnd() + "…";
    }
}
