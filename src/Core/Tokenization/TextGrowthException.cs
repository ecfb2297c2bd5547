namespace SteerScope.Tokenization;

/// <summary>A text grows beyond measure; caught where the file is known.</summary>
internal sealed class TextGrowthException(string message) : Exception(message)
{
    /// <summary>The error for the user.</summary>
    public InputException For(string file) => new($"{file}: {Message}.", this);
}
