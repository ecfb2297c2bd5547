namespace SteerScope.Persona.Text.Tokens;

/// <summary>What byte-pair encoding has learnt.</summary>
/// <param name="Pieces">In the order of their ids: specials, the 256 bytes, characters, merged pieces.</param>
/// <param name="Merges">In the order in which they are applied.</param>
public sealed record BpeVocabulary(IReadOnlyList<string> Pieces, IReadOnlyList<(string Left, string Right)> Merges)
{
    /// <summary>What stands for a space.</summary>
    public const string Space = "\u2581";

    /// <summary>The unknown, first and last token of a text, ids 0 to 2.</summary>
    public static IReadOnlyList<string> Specials { get; } = ["<unk>", "<s>", "</s>"];

    /// <summary>
    /// Words that merges stay within: letters with the space before them, any other sign alone with its space, line ends. A bracket
    /// never merges with the letter behind it, nor a letter with what follows.
    /// </summary>
    public const string WordPattern = Space + "?[A-Za-z]+|" + Space + "?[^A-Za-z\\n" + Space + "]|\\n+|" + Space;
}
