namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Several pre-tokenizers, each splitting the pieces of the one before.</summary>
internal sealed class SequencePreTokenizer(IEnumerable<IPreTokenizer> steps) : IPreTokenizer
{
    // Sequences inside are taken apart, so that the growth of all steps together is looked at.
    private readonly IPreTokenizer[] _steps = [.. steps.SelectMany(step => step is SequencePreTokenizer inner ? inner._steps : [step])];

    /// <summary>Number of steps, those of sequences inside counted.</summary>
    public int Count => _steps.Length;

    /// <inheritdoc/>
    public void Split(TextPiece piece, List<TextPiece> output)
    {
        var pieces = new List<TextPiece> { piece };
        foreach (var step in _steps)
        {
            var split = new List<TextPiece>(pieces.Count);
            pieces.ForEach(p => step.Split(p, split));
            pieces = split;
            TextGrowth.Check(pieces.Sum(p => (long)p.Text.Length), piece.Text.Length);
        }

        output.AddRange(pieces);
    }
}
