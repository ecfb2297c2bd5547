namespace SteerScope.Artifacts;

/// <summary>A committed artifact is not what it says: damaged after its commit, or not ours. The sentence says what to delete.</summary>
public sealed class ArtifactException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ArtifactException(string message)
        : base(MessageText.Safe(message))
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public ArtifactException(string message, Exception innerException)
        : base(MessageText.Safe(message), innerException)
    {
    }
}
