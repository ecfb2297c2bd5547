using Spectre.Console;

namespace SteerScope.Client.Progress;

/// <summary>Where people look: a terminal that can be drawn on, or plain lines.</summary>
internal static class Terminal
{
    /// <summary>Whether bars can be drawn on it.</summary>
    public static bool IsDrawn => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Writes a text; above the bars, while there are some.</summary>
    public static void Say(string text)
    {
        if (IsDrawn)
        {
            Say(AnsiConsole.Console, text, Style.Plain);
        }
        else
        {
            Console.Out.WriteLine(text);
        }
    }

    /// <summary>Writes a text above the bars, line by line: of a text of several lines, only the first would wipe out what stood there.</summary>
    public static void Say(IAnsiConsole console, string text, Style style)
    {
        foreach (var line in Wrapped(text, console.Profile.Width))
        {
            console.WriteLine(line, style);
        }
    }

    /// <summary>Cuts a text to one line: one that wraps would move everything below it up and down.</summary>
    public static string OneLine(string text, int width)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, Math.Max(0, width - 1)), "…");
    }

    /// <summary>Breaks a text between words, and words that are longer than a line anywhere.</summary>
    internal static IEnumerable<string> Wrapped(string text, int width)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var rest = paragraph;
            while (rest.Length > width)
            {
                var space = rest.LastIndexOf(' ', width);
                var end = space > 0 ? space : width;
                yield return rest[..end];
                rest = rest[end..].TrimStart(' ');
            }

            yield return rest;
        }
    }
}
