using SteerScope.Tokenization.AddedTokens;
using SteerScope.Tokenization.Bpe;
using SteerScope.Tokenization.Decoders;
using SteerScope.Tokenization.Patterns;
using SteerScope.Tokenization.PreTokenizers;

namespace SteerScope.Tokenization;

/// <summary>A tokenizer read from tokenizer.json: added tokens, normalizer, pre-tokenizer, BPE. It may be used from several threads.</summary>
internal sealed class BpeTokenizer(
    string source,
    Vocabulary vocabulary,
    AddedTokenSplitter added,
    IPreTokenizer? preTokenizer,
    BpeModel model,
    IDecoder? decoder,
    BeginningOfSequence beginning) : ITokenizer
{
    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public int VocabularySize => vocabulary.Size;

    /// <inheritdoc/>
    public int? BosId => beginning.Id;

    /// <inheritdoc/>
    public bool AddsBos => beginning.IsAdded;

    /// <inheritdoc/>
    public IReadOnlyList<int> Encode(string text, SpecialTokenText specials = SpecialTokenText.AsText)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return EncodeParts(text, specials);
        }
        catch (TextGrowthException error)
        {
            throw error.For(source);
        }
    }

    private List<int> EncodeParts(string text, SpecialTokenText specials)
    {
        var ids = new List<int>();
        var words = new List<TextPiece>();
        foreach (var part in added.Split(CodePoints.WellFormed(text), specials))
        {
            if (part.TokenId >= 0)
            {
                ids.Add(part.TokenId);
                continue;
            }

            words.Clear();
            if (preTokenizer is null)
            {
                words.Add(part.Piece);
            }
            else
            {
                preTokenizer.Split(part.Piece, words);
            }

            foreach (var word in words)
            {
                model.Encode(word.Text, ids);
            }
        }

        return ids;
    }

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var pieces = new List<string>(ids.Count);
        foreach (var id in ids)
        {
            Check(id);
            var piece = vocabulary.DecoderPiece(id);
            if (piece.Length > 0 && !(skipSpecial && vocabulary.IsSpecial(id)))
            {
                pieces.Add(piece);
            }
        }

        // Without a decoder the library sets a space between the pieces.
        try
        {
            return decoder is null ? string.Join(' ', pieces) : string.Concat(decoder.Decode(pieces));
        }
        catch (TextGrowthException error)
        {
            throw error.For(source);
        }
    }

    /// <inheritdoc/>
    public string Piece(int id)
    {
        Check(id);
        return vocabulary.Piece(id);
    }

    private void Check(int id)
    {
        if (id < 0 || id >= vocabulary.Size)
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, $"Ids of {source} are 0 to {vocabulary.Size - 1}.");
        }
    }
}
