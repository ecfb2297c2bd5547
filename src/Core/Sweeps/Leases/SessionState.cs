namespace SteerScope.Sweeps.Leases;

/// <summary>What a session is to do.</summary>
public enum SessionState
{
    /// <summary>Go on.</summary>
    Open,

    /// <summary>The session is over and what it commits is refused: drop everything, and open another one.</summary>
    Lost,

    /// <summary>The sweep was cancelled or is over: stop work, and close the session.</summary>
    Over,
}
