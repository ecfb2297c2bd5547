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
        // The parser takes an unknown option for a value of an argument, and then complains about what follows.
        var stray = result.Tokens.FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))?.Value
            ?? (result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens[0] : null);
        if (stray is null && result.Errors.Count == 0)
        {
            return null;
        }

        var command = NameOf(result.CommandResult);
        var what = stray is null ? Sentence(result.Errors[0]) : Unknown(stray, result.CommandResult.Command, command);
        return $"{what}; see {command} --help.";
    }

    private static string Unknown(string word, Command command, string name)
    {
        var isOption = word.StartsWith('-');
        var known = isOption ? command.Options.Select(o => o.Name).Append("--help") : command.Subcommands.Select(c => c.Name);
        var near = Nearest.Of(word, known);
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return $"{name} has no {kind} {word}{(near is null ? "" : $", did you mean {near}?")}";
    }

    private static string Sentence(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens: [var value] } when IsNumber(option.ValueType, out var kind) => $"{option.Name} {value.Value}: should be {kind}",
        OptionResult { Option: var option, Tokens: [] } => $"{option.Name} needs a value",
        OptionResult { Option: var option } => $"{option.Name} is given more than once",
        CommandResult { Command: { Subcommands.Count: > 0 } command } => $"a command is needed: {string.Join(", ", command.Subcommands.Select(c => c.Name))}",
        ArgumentResult { Argument: var argument } => $"{argument.Name} is missing",
        CommandResult { Command: var command } when command.Options.FirstOrDefault(o => o.Required && error.Message.Contains($"'{o.Name}'", StringComparison.Ordinal)) is { } option =>
            $"{option.Name} is missing",
        CommandResult { Command.Arguments: [var argument, ..] } => $"{argument.Name} is missing",
        _ => error.Message.TrimEnd('.'),
    };

    private static bool IsNumber(Type type, out string kind)
    {
        var number = Nullable.GetUnderlyingType(type) ?? type;
        kind = number == typeof(int) ? "a whole number" : "a number";
        return number == typeof(int) || number == typeof(float);
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
