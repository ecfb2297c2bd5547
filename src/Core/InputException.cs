namespace SteerScope;

/// <summary>
/// The user's input is wrong: a file, a field of it, an option. Its message is the one sentence that the user reads,
/// naming the file, the field and what would be right; the command ends with exit code 2. Control characters of what it
/// quotes are spelled out, and lines of more than a thousand characters are cut in the middle.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Creates the exception with the sentence to show.</summary>
    public InputException(string message)
        : base(MessageText.Safe(message))
    {
    }

    /// <summary>Creates the exception with the sentence to show and what caused it.</summary>
    public InputException(string message, Exception innerException)
        : base(MessageText.Safe(message), innerException)
    {
    }
}
