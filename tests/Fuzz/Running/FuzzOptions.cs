namespace SteerScope.Fuzz.Running;

/// <summary>How long and how a target is tried.</summary>
public sealed record FuzzOptions
{
    /// <summary>What the inputs are made of, with their numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of the first input.</summary>
    public long First { get; init; }

    /// <summary>How many inputs; null for as many as the time allows.</summary>
    public long? Count { get; init; }

    /// <summary>How long new inputs are begun; null until the count is reached.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Threads.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>After how long an input counts as a hang.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What a target may add to the process' peak of resident memory, native memory included, in bytes. Managed memory alone
    /// is held below half of it by the runtime (System.GC.HeapHardLimit of the projects).
    /// </summary>
    public long MaxPeakGrowth { get; init; } = 1L << 30;

    /// <summary>Whether the first file of each fault is made smaller.</summary>
    public bool Minimise { get; init; } = true;

    /// <summary>Where the inputs are put.</summary>
    public string WorkFolder { get; init; } = Path.Combine(WorkFolders, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Where all processes put theirs: in memory where the system has such a place, for every input is written.</summary>
    public static string WorkFolders { get; } = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "steerscope-fuzz");
}
