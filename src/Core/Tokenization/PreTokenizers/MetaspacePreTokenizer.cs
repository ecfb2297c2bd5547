using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Replaces spaces by a visible character and splits in front of each.</summary>
internal sealed class MetaspacePreTokenizer(Metaspace metaspace) : IPreTokenizer
{
    private readonly int _point = CodePoints.At(metaspace.Character, 0, out _);

    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output)
    {
        var text = piece.Text.Replace(" ", metaspace.Character, StringComparison.Ordinal);
        var prepends = metaspace.Scheme == PrependScheme.Always || (metaspace.Scheme == PrependScheme.First && piece.AtStart);
        if (prepends && !text.StartsWith(metaspace.Character, StringComparison.Ordinal))
        {
            text = metaspace.Character + text;
        }

        piece = piece with { Text = text };
        if (metaspace.Split)
        {
            Segments.Cut(piece, Segments.OfCharacters(text, p => p == _point), SplitBehavior.MergedWithNext, output);
        }
        else
        {
            output.Add(piece);
        }
    }
}
