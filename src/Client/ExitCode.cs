namespace SteerScope.Client;

/// <summary>Exit codes of the command (docs/command.md).</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Some work items failed; everything else is done.</summary>
    public const int FailedItems = 1;

    /// <summary>Wrong usage or wrong input; nothing was lost.</summary>
    public const int WrongInput = 2;

    /// <summary>Cancelled; the same command goes on where it stopped.</summary>
    public const int Cancelled = 3;
}
