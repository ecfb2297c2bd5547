namespace SteerScope.Silo.Security;

/// <summary>A connection was not made because one side did not prove who it is. The message is one sentence for people.</summary>
public sealed class HandshakeException : Exception
{
    /// <summary>With the sentence.</summary>
    public HandshakeException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and what caused it.</summary>
    public HandshakeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
