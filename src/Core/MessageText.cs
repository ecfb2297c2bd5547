using System.Globalization;
using System.Text;

namespace SteerScope;

/// <summary>
/// Makes the words of an error fit to be printed, whatever the file holds whose names and values stand in them: what is in a
/// file must neither move the cursor of a terminal nor fill its screen.
/// </summary>
internal static class MessageText
{
    /// <summary>Most characters of a line; longer ones are cut in the middle, for the end says what would be right.</summary>
    public const int MaxLine = 1_000;

    private const int KeptInFront = 650;
    private const int KeptBehind = 300;

    // The one line break that messages have: before the next item of a list.
    private const string Item = "\n  ";

    /// <summary>The message without control characters, half surrogate pairs and lines that are too long.</summary>
    public static string Safe(string message) =>
        message.Length <= MaxLine && !message.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? message
            : string.Join(Item, message.Split(Item).Select(line => Cut(Escaped(line))));

    private static string Escaped(string line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when IsInvisible(rune) => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => text.Append(rune),
            };
        }

        return text.ToString();
    }

    // Format characters among them: some turn the direction of what follows.
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Cut(string line)
    {
        if (line.Length <= MaxLine)
        {
            return line;
        }

        var (front, behind) = (Whole(line, KeptInFront), Whole(line, line.Length - KeptBehind));
        return string.Create(CultureInfo.InvariantCulture, $"{line[..front]} [... {behind - front} characters ...] {line[behind..]}");
    }

    // Not between the halves of a surrogate pair.
    private static int Whole(string text, int at) => char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
