namespace SteerScope.Tokenization.Decoders;

/// <summary>Joins all pieces to one.</summary>
internal sealed class FuseDecoder : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces) => [string.Concat(pieces)];
}
