namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Splits at single characters: digits, punctuation, white space.</summary>
internal sealed class CharacterPreTokenizer(Func<int, bool> isDelimiter, SplitBehavior behavior) : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output) =>
        Segments.Cut(piece, Segments.OfCharacters(piece.Text, isDelimiter), behavior, output);
}
