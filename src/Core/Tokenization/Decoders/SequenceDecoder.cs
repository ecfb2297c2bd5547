namespace SteerScope.Tokenization.Decoders;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class SequenceDecoder(IReadOnlyList<IDecoder> steps) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces) => steps.Aggregate(pieces, (current, step) => step.Decode(current));
}
