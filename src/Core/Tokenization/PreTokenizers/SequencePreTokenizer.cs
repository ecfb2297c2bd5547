namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Several pre-tokenizers, each splitting the pieces of the one before.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output)
    {
        var pieces = new List<TextPiece> { piece };
        foreach (var step in steps)
        {
            var split = new List<TextPiece>(pieces.Count);
            pieces.ForEach(p => step.Split(p, split));
            pieces = split;
        }

        output.AddRange(pieces);
    }
}
