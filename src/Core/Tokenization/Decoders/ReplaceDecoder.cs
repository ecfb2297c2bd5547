using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.Decoders;

/// <summary>Replaces what a pattern matches in each piece.</summary>
internal sealed class ReplaceDecoder(Pattern pattern, string content) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces) => [.. pieces.Select(piece => pattern.Replace(piece, content))];
}
