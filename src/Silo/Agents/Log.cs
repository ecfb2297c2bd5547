using Microsoft.Extensions.Logging;

namespace SteerScope.Silo.Agents;

/// <summary>What a session says in the log.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep}: an exchange was not answered, and is repeated: {Reason}")]
    public static partial void Unanswered(ILogger logger, string sweep, string reason);

    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep}: session {Session} was given up for lost after {Silence} without an answer; what it worked on is dropped, and it begins anew.")]
    public static partial void Lost(ILogger logger, string sweep, long session, TimeSpan silence);

    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep}: an attempt at item {Item} did not come about: {Reason}")]
    public static partial void AttemptLost(ILogger logger, string sweep, int item, string reason);
}
