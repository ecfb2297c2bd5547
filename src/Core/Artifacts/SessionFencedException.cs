namespace SteerScope.Artifacts;

/// <summary>
/// The session that wanted to commit is over: its folder is gone, because its owner was taken for dead or told to stop.
/// Its items are given to others; nothing is wrong with them, and nothing more of this session will ever be committed.
/// </summary>
public sealed class SessionFencedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="session">The session.</param>
    /// <param name="innerException">What the file system said; null when the folder was not there to begin with.</param>
    public SessionFencedException(long session, Exception? innerException = null)
        : base($"session {session} is over: its staging folder is gone, and what it was doing is given to others", innerException) => Session = session;

    /// <summary>The session.</summary>
    public long Session { get; }
}
