namespace SteerScope.Sweeps.Leases;

/// <summary>How work under a lease ended.</summary>
public enum LeaseEnd
{
    /// <summary>Every output is committed.</summary>
    Done,

    /// <summary>It failed, and would fail again.</summary>
    Failed,

    /// <summary>Something outside the item failed, such as the disk: later it may go well.</summary>
    Hindered,

    /// <summary>It was given back unfinished: the process is told to stop.</summary>
    HandedBack,
}
