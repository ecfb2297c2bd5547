namespace SteerScope.Sweeps.Leases;

/// <summary>How patient a <see cref="LeaseBook"/> is.</summary>
public sealed record LeaseOptions
{
    /// <summary>A session that says nothing for so long is lost. Default 15 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest a session may go without an exchange: three of them fit into the silence, and no more are worth their cost,
    /// since whatever ends is reported at once.
    /// </summary>
    public TimeSpan Beat => TimeSpan.FromSeconds(Math.Min(LongestBeat, Silence.TotalSeconds / 3));

    private const double LongestBeat = 5;

    /// <summary>An item that ended so many processes that worked on it fails for good. Default 3.</summary>
    public int Deaths { get; init; } = 3;

    /// <summary>
    /// Leases that one lane may hold: the one worked on, and what waits behind it. Default 65. Sessions ask for about half a
    /// second of work, so that only those with short items come near it; a smaller limit would cost these an exchange,
    /// and a flush of the ledger, for every item or two.
    /// </summary>
    public int PerLane { get; init; } = 65;

    /// <summary>Wait of a session after the disk or the cluster failed it; doubled each time. Default 1 s.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait. Default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);
}
