using System.Text;

namespace SteerScope.Tokenization.Decoders;

/// <summary>Reads pieces spelled in the byte alphabet; bytes that are not UTF-8 become U+FFFD.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces) =>
        [Encoding.UTF8.GetString([.. pieces.SelectMany(ByteAlphabet.Read)])];
}
