namespace SteerScope.Prompts;

/// <summary>The token at which activations are read.</summary>
public enum ReadPosition
{
    /// <summary>The first token at which the two answers differ: the letter (CAA's and steering-bench's -2 for <c>(A)</c>).</summary>
    Letter,

    /// <summary>The last token of each answer.</summary>
    LastAnswerToken,
}
