using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>An item that could not be finished.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Attempts">Attempts in this run.</param>
/// <param name="Details">Where in the program it happened, for reports of faults of ours; null when the reason says it all.</param>
public sealed record ItemFailure(string Item, string Reason, int Attempts, string? Details = null)
{
    /// <summary>An item that is given to nobody any more, because the processes that ran it ended.</summary>
    public static ItemFailure Quarantined(WorkItem item, int deaths) => new(item.Id, $"it ended the process that ran it {deaths} times", deaths);

    /// <summary>Describes what an attempt ended with.</summary>
    /// <exception cref="ArgumentException">The session that made the attempt is over: that is no failure of the item.</exception>
    public static ItemFailure Of(WorkItem item, Exception error, int attempt) => error switch
    {
        SessionFencedException => throw new ArgumentException($"{item.Id} did not fail: {error.Message}", nameof(error), error),
        InputException or ArtifactException or IOException or UnauthorizedAccessException => new(item.Id, error.Message, attempt),
        OperationCanceledException => new(item.Id, "it was cancelled", attempt),
        OutOfMemoryException => new(item.Id, "memory ran out; fewer compute.workers or smaller compute.batch_tokens need less", attempt, error.ToString()),
        _ => new(item.Id, $"a fault in the program, {error.GetType().Name}: {error.Message}", attempt, error.ToString()),
    };
}
