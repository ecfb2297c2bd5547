namespace SteerScope.Tokenization.Patterns;

/// <summary>A pattern takes too many steps on a text; caught where the file and field are known.</summary>
internal sealed class PatternTimeoutException : Exception
{
    /// <summary>Creates the exception.</summary>
    public PatternTimeoutException()
        : base("The pattern needs too many steps on this text.")
    {
    }
}
