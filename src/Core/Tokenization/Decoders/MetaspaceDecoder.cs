using SteerScope.Tokenization.PreTokenizers;

namespace SteerScope.Tokenization.Decoders;

/// <summary>Turns the visible character back into spaces, and drops it from the first piece where it had been put in front.</summary>
internal sealed class MetaspaceDecoder(Metaspace metaspace) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces) =>
        [.. pieces.Select((piece, i) => piece.Replace(
            metaspace.Character, i == 0 && metaspace.Scheme != PrependScheme.Never ? string.Empty : " ", StringComparison.Ordinal))];
}
