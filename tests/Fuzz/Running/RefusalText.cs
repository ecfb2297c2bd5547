using System.Text.RegularExpressions;

namespace SteerScope.Fuzz.Running;

/// <summary>What the words of a refusal must be like, whatever the file holds: they are printed on a terminal.</summary>
public static partial class RefusalText
{
    /// <summary>Most characters of one line.</summary>
    public const int MaxLine = 2_000;

    /// <summary>Most lines: the sentence, and the items of a list below it.</summary>
    public const int MaxLines = 60;

    private const int ShownLength = 120;

    /// <summary>What is wrong with a message about a file in <paramref name="folder"/>; null when nothing is.</summary>
    public static string? Complaint(string message, string folder)
    {
        ArgumentNullException.ThrowIfNull(message);
        var lines = message.Split('\n');
        return message switch
        {
            _ when string.IsNullOrWhiteSpace(message) => "is empty",
            _ when lines.Length > MaxLines => $"has {lines.Length} lines, more than {MaxLines}",
            _ when lines.Max(line => line.Length) is > MaxLine and var longest => $"has a line of {longest} characters, more than {MaxLine}",
            _ when lines.Skip(1).Any(line => !line.StartsWith("  ", StringComparison.Ordinal)) => "breaks into lines that are no items of a list",
            _ when message.Any(letter => char.IsControl(letter) && letter != '\n') => "holds control characters",
            _ when HasLoneSurrogate(message) => "holds half a surrogate pair",
            _ when lines.Any(line => line.TrimStart().StartsWith("at SteerScope.", StringComparison.Ordinal)) => "holds a stack trace",
            _ when !message.Contains(folder, StringComparison.Ordinal) => "does not name the file",
            _ => null,
        };
    }

    /// <summary>A message without names and numbers, so that messages of the same kind are equal.</summary>
    public static string Normalise(string message, string folder)
    {
        ArgumentNullException.ThrowIfNull(message);
        var text = message.Replace(folder, "", StringComparison.Ordinal);
        text = Numbers().Replace(Quoted().Replace(text, "'*'"), "#");
        return text[..Math.Min(text.Length, ShownLength)];
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\([^)]*\\)|\\[[^\\]]*\\]")]
    private static partial Regex Quoted();

    [GeneratedRegex("[0-9]+(\\.[0-9]+)?")]
    private static partial Regex Numbers();
}
