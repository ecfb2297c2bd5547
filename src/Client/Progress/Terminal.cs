using Spectre.Console;

namespace SteerScope.Client.Progress;

/// <summary>Where people look: a terminal that can be drawn on, or plain lines.</summary>
internal static class Terminal
{
    /// <summary>Whether bars can be drawn on it.</summary>
    public static bool IsDrawn => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Writes a line; above the bars, while there are some.</summary>
    public static void Say(string line)
    {
        if (IsDrawn)
        {
            AnsiConsole.Console.WriteLine(line);
        }
        else
        {
            Console.Out.WriteLine(line);
        }
    }
}
