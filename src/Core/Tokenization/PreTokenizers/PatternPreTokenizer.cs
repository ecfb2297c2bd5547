using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Splits at the matches of a pattern, or at what lies between them.</summary>
internal sealed class PatternPreTokenizer(Pattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output) =>
        Segments.Cut(piece, Segments.OfPattern(piece.Text, pattern, invert), behavior, output);
}
