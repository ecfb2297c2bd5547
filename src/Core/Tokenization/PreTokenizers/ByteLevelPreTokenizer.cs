using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Spells every byte as a visible character; before that, splits as GPT-2 does when it has GPT-2's pattern.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, Pattern? pattern) : IPreTokenizer
{
    /// <summary>GPT-2's splitting pattern (encoder.py).</summary>
    public const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output)
    {
        if (addPrefixSpace && !piece.Text.StartsWith(' '))
        {
            piece = piece with { Text = " " + piece.Text };
        }

        var first = output.Count;
        if (pattern is null)
        {
            output.Add(piece);
        }
        else
        {
            Segments.Cut(piece, Segments.OfPattern(piece.Text, pattern), SplitBehavior.Isolated, output);
        }

        for (var i = first; i < output.Count; i++)
        {
            output[i] = output[i] with { Text = ByteAlphabet.Spell(output[i].Text) };
        }
    }
}
