using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>How a command ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Wrong input: exit code 2, one message, no stack trace; returns the message without the program's name.</summary>
    public string AssertWrong()
    {
        Assert.Equal(2, ExitCode);
        return AssertOneMessage();
    }

    /// <summary>One message on standard error, no stack trace; returns it without the program's name.</summary>
    public string AssertOneMessage()
    {
        const string Prefix = "steerscope: ";
        Assert.StartsWith(Prefix, Error, StringComparison.Ordinal);
        Assert.Single(Error.Split('\n'), line => line.StartsWith(Prefix, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
        return Error[Prefix.Length..].TrimEnd();
    }

    public CommandResult AssertDone()
    {
        Assert.Equal("", Error);
        Assert.Equal(0, ExitCode);
        return this;
    }
}
