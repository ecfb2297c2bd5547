namespace SteerScope.Chaos;

/// <summary>What a chaos run does.</summary>
public sealed record ChaosOptions
{
    /// <summary>What happens when is drawn from it.</summary>
    public required int Seed { get; init; }

    /// <summary>How long faults go on.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Members at most.</summary>
    public int Members { get; init; } = 3;

    /// <summary>Whether members meet in a PostgreSQL server, which is stopped and started.</summary>
    public bool Postgres { get; init; }

    /// <summary>Whether results go to a small disk, which is filled and freed.</summary>
    public bool Disk { get; init; }

    /// <summary>Folder for what every process said when something is wrong; one in the temp directory when null.</summary>
    public string? Logs { get; init; }
}
