namespace SteerScope.Sweeps.Leases;

/// <summary>Where a leased sweep stands.</summary>
public enum ClusterPhase
{
    /// <summary>Work items are under way.</summary>
    Items,

    /// <summary>All items are done; tables and page are written.</summary>
    Results,

    /// <summary>Everything is done.</summary>
    Complete,

    /// <summary>What could be done is done; some items failed.</summary>
    Incomplete,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
