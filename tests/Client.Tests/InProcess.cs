using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>Tests that run the command inside this process, one after the other: they share the console.</summary>
[CollectionDefinition(Name, DisableParallelization = false)]
public sealed class InProcess
{
    public const string Name = "in process";

    internal static CommandResult Run(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var outText = new StringWriter { NewLine = "\n" };
        using var errorText = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(outText);
            Console.SetError(errorText);
            var code = CommandLine.Run(args);
            return new CommandResult(code, outText.ToString(), errorText.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
