using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Takes runs of word characters, and runs of what is neither word nor white space: <c>\w+|[^\w\s]+</c>.</summary>
internal sealed class WhitespacePreTokenizer : IPreTokenizer
{
    private enum Kind
    {
        Space,
        Word,
        Other,
    }

    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output)
    {
        var text = piece.Text;
        for (var start = 0; start < text.Length;)
        {
            var kind = KindAt(text, start, out var width);
            var end = start + width;
            while (end < text.Length && KindAt(text, end, out width) == kind)
            {
                end += width;
            }

            if (kind != Kind.Space)
            {
                output.Add(new TextPiece(text[start..end], piece.AtStart && start == 0));
            }

            start = end;
        }
    }

    private static Kind KindAt(string text, int position, out int width)
    {
        var point = CodePoints.At(text, position, out width);
        return UnicodeClasses.IsRustWord(point) ? Kind.Word
            : UnicodeClasses.IsSpace(point) ? Kind.Space
            : Kind.Other;
    }
}
