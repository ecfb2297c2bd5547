namespace SteerScope.Tokenization.Decoders;

/// <summary>Turns the pieces of tokens back into text.</summary>
internal interface IDecoder
{
    /// <summary>The rewritten pieces; joined without anything between they are the text.</summary>
    IReadOnlyList<string> Decode(IReadOnlyList<string> pieces);
}
