using System.CommandLine;
using System.CommandLine.Parsing;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client;

/// <summary>Says in one sentence what is wrong with a command line that could not be parsed.</summary>
internal static class UsageError
{
    /// <summary>The sentence, or null when the command line is right.</summary>
    public static string? Of(ParseResult result)
    {
        var command = NameOf(result.CommandResult);
        var what = Swallowed(result.CommandResult)
            ?? (Stray(result) is { } stray ? Unknown(stray, result.CommandResult.Command, command)
                : result.Errors.Count > 0 ? Sentence(result.Errors[0], result)
                : null);
        return what is null ? null : $"{what}; see {command} --help.";
    }

    // The parser takes the next option's name for the value of one that has none.
    private static string? Swallowed(CommandResult command)
    {
        var known = command.Command.Options.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return command.Children.OfType<OptionResult>().FirstOrDefault(o => o.Tokens.Any(t => known.Contains(t.Value))) is { } option
            ? $"{option.Option.Name} needs a value"
            : null;
    }

    // It also takes an unknown option for the value of an argument, and then complains about what follows.
    private static string? Stray(ParseResult result) =>
        result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal))?.Value
        ?? (result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens[0] : null);

    private static string Unknown(string word, Command command, string name)
    {
        var isOption = word.StartsWith('-');
        string[] known = isOption ? [.. command.Options.Select(o => o.Name), "--help"] : [.. command.Subcommands.Select(c => c.Name)];
        var near = known.Length == 0 ? null : Nearest.Of(word, known);
        var what = isOption ? $"{name} has no option {word}" : known.Length > 0 ? $"{name} has no command {word}" : $"{name} takes nothing more, but {word} is given";
        return near is null ? what : $"{what}, did you mean {near}?";
    }

    private static string Sentence(ParseError error, ParseResult result) => error.SymbolResult switch
    {
        OptionResult { Option: var option } when result.Tokens.All(t => t.Value != option.Name) => $"{option.Name} is missing",
        OptionResult { Option: var option, Tokens: [] } => $"{option.Name} needs a value",
        OptionResult { Option: var option, Tokens: [var value] } when IsNumber(option.ValueType, out var kind) => $"{option.Name} {value.Value}: should be {kind}",
        OptionResult { Option: var option } => $"{option.Name} is given more than once",
        CommandResult { Command: { Subcommands.Count: > 0 } command } => $"a command is needed: {string.Join(", ", command.Subcommands.Select(c => c.Name))}",
        ArgumentResult { Argument: var argument } => $"{argument.Name} is missing",
        _ => error.Message.TrimEnd('.'),
    };

    private static bool IsNumber(Type type, out string kind)
    {
        var number = Nullable.GetUnderlyingType(type) ?? type;
        var isWhole = number == typeof(int) || number == typeof(long);
        kind = isWhole ? "a whole number" : "a number";
        return isWhole || number == typeof(float) || number == typeof(double);
    }

    private static string NameOf(CommandResult result)
    {
        var names = new List<string>();
        for (var command = result; command is not null; command = command.Parent as CommandResult)
        {
            names.Insert(0, command.Command is RootCommand ? "steerscope" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
