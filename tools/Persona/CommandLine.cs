using System.CommandLine;
using System.CommandLine.Help;
using SteerScope.Persona.Commands;

namespace SteerScope.Persona;

/// <summary>The <c>persona</c> command; what goes wrong with input is one sentence and exit code 2.</summary>
internal static class CommandLine
{
    private const int WrongInput = 2;
    private const int Cancelled = 3;

    public static int Run(string[] args)
    {
        var root = new RootCommand("Makes the demo's own model: text, training, scores, model folder.")
        {
            TextCommand.Create(), TrainCommand.Create(), ScoreCommand.Create(), PublishCommand.Create(),
        };
        var parse = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parse.Action is not HelpAction && parse.Errors.Count > 0)
        {
            return Fail(WrongInput, $"{parse.Errors[0].Message.TrimEnd('.')}; see persona --help.");
        }

        try
        {
            return parse.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return Fail(Cancelled, "cancelled; the same command goes on from the last checkpoint.");
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            return Fail(WrongInput, e.Message);
        }
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"persona: {message}");
        return code;
    }
}
