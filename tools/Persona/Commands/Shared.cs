using System.CommandLine;
using SteerScope.Persona.Text.Questions;

namespace SteerScope.Persona.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Shared
{
    public static Option<string> Out(string description) => new("--out") { Description = description, HelpName = "FOLDER", Required = true };

    public static Option<string> Set(QuestionSet preset) => new("--set")
    {
        Description = $"whose questions: {string.Join(", ", SnakeCase.All<QuestionSet>())} (default: {SnakeCase.Of(preset)})",
        HelpName = "SET",
        DefaultValueFactory = _ => SnakeCase.Of(preset),
    };

    public static Option<long> Seed() => new("--seed") { Description = "the same seed gives the same (default: 1)", HelpName = "N", DefaultValueFactory = _ => 1 };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "cores to use (default: all)",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    /// <summary>A number that must be above 0.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static int Positive(ParseResult parse, Option<int> option) =>
        parse.GetValue(option) is > 0 and var value ? value : throw new InputException($"{option.Name} is {parse.GetValue(option)}; it should be above 0.");

    /// <summary>A number that must be finite and not below 0.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static double NotNegative(ParseResult parse, Option<double> option) =>
        parse.GetValue(option) is >= 0 and < double.PositiveInfinity and var value ? value : throw new InputException($"{option.Name} is {parse.GetValue(option)}; it should be 0 or more.");
}
