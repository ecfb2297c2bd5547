namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Splits a text into the pieces that the model sees one by one.</summary>
internal interface IPreTokenizer
{
    /// <summary>Splits one piece, adding what comes of it to <paramref name="output"/>; nothing empty is added.</summary>
    void Split(TextPiece piece, List<TextPiece> output);
}
