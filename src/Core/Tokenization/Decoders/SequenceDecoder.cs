namespace SteerScope.Tokenization.Decoders;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class SequenceDecoder(IEnumerable<IDecoder> steps) : IDecoder
{
    // Sequences inside are taken apart, so that the growth of all steps together is looked at.
    private readonly IDecoder[] _steps = [.. steps.SelectMany(step => step is SequenceDecoder inner ? inner._steps : [step])];

    /// <summary>Number of steps, those of sequences inside counted.</summary>
    public int Count => _steps.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces)
    {
        var original = Length(pieces);
        foreach (var step in _steps)
        {
            pieces = step.Decode(pieces);
            TextGrowth.Check(Length(pieces), original);
        }

        return pieces;
    }

    private static long Length(IReadOnlyList<string> pieces) => pieces.Sum(piece => (long)piece.Length);
}
