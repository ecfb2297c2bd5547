namespace SteerScope.Tokenization;

/// <summary>What a special token that stands literally in a text (<c>&lt;s&gt;</c>, <c>&lt;|eot_id|&gt;</c>) becomes.</summary>
public enum SpecialTokenText
{
    /// <summary>It is spelled out like any other text: data cannot forge control tokens.</summary>
    AsText,

    /// <summary>It becomes the token, as chat templates need it.</summary>
    AsTokens,
}

/// <summary>Turns text into token ids and back.</summary>
public interface ITokenizer
{
    /// <summary>The file it came from, for error messages.</summary>
    string Source { get; }

    /// <summary>Number of ids, added tokens included: one more than the largest id.</summary>
    int VocabularySize { get; }

    /// <summary>The beginning-of-sequence token, or null when the tokenizer has none.</summary>
    int? BosId { get; }

    /// <summary>Whether the tokenizer's own post-processor (or tokenizer_config.json) puts <see cref="BosId"/> in front of a text.</summary>
    bool AddsBos { get; }

    /// <summary>Encodes a text; nothing is put in front or behind.</summary>
    IReadOnlyList<int> Encode(string text, SpecialTokenText specials = SpecialTokenText.AsText);

    /// <summary>The text of some ids; special tokens are left out when asked.</summary>
    string Decode(IReadOnlyList<int> ids, bool skipSpecial = false);

    /// <summary>The vocabulary's own spelling of one id (<c>▁the</c>, <c>&lt;0x0A&gt;</c>, <c>Ġthe</c>), for error messages.</summary>
    string Piece(int id);
}
