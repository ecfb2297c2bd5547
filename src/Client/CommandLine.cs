using System.CommandLine;
using System.CommandLine.Help;
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

        var result = Root().Parse(args.Length == 0 ? ["--help"] : args);
        if (result.Action is not HelpAction && UsageError.Of(result) is { } wrong)
        {
            Console.Error.WriteLine($"steerscope: {wrong}");
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
        catch (OutOfMemoryException)
        {
            Console.Error.WriteLine("steerscope: memory ran out; fewer workers, smaller compute.batch_tokens or a smaller model need less.");
            return ExitCode.FailedItems;
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("STEERSCOPE_TRACE") is not "1")
        {
            Console.Error.WriteLine(
                $"steerscope: a fault in the program, {e.GetType().Name}: {e.Message} Please report it with what the same command shows with STEERSCOPE_TRACE=1.");
            return ExitCode.FailedItems;
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
            WatchCommand.Create(),
            CancelCommand.Create(),
            RetryCommand.Create(),
            PullCommand.Create(),
            ReportCommand.Create(),
            FeatureCommand.Create(),
            TraceCommand.Create(),
            SaeCommand.Create(),
            SiloCommand.Create(),
        };
        return root;
    }
}
