using System.CommandLine;
using SteerScope.Artifacts;
using SteerScope.Client.Commands;

namespace SteerScope.Client;

/// <summary>The <c>steerscope</c> command: parses, runs, and turns what went wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command.</summary>
    public static int Run(string[] args)
    {
        // Spares the parser's start-up where only the version is asked for.
        if (args is ["--version"])
        {
            Console.Out.WriteLine(ProductVersion.Text);
            return ExitCode.Done;
        }

        var result = Root().Parse(args);
        if (result.Errors.Count > 0)
        {
            Console.Error.WriteLine($"steerscope: {result.Errors[0].Message.TrimEnd('.')}; see {HelpFor(result)} --help.");
            return ExitCode.WrongInput;
        }

        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InputException e)
        {
            Console.Error.WriteLine($"steerscope: {e.Message}");
            return ExitCode.WrongInput;
        }
        catch (ArtifactException e)
        {
            Console.Error.WriteLine($"steerscope: {e.Message}");
            return ExitCode.FailedItems;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("steerscope: cancelled; the same command goes on from here.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"steerscope: {e.Message}");
            return ExitCode.WrongInput;
        }
    }

    /// <summary>The command tree.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand(
            "Steering vectors of every layer, what sparse autoencoders make of them, and whether to believe it.")
        {
            DemoCommand.Create(),
            PlanCommand.Create(),
            RunCommand.Create(),
            StatusCommand.Create(),
            RetryCommand.Create(),
            ReportCommand.Create(),
            TraceCommand.Create(),
            SaeCommand.Create(),
        };
        return root;
    }

    private static string HelpFor(ParseResult result)
    {
        var names = new List<string>();
        for (var command = result.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Command is RootCommand ? "steerscope" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
