using SteerScope.Tokenization.AddedTokens;
using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Normalizers;

namespace SteerScope.Tokenization;

/// <summary>Which id stands for which piece, the added tokens included.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, AddedToken> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _spellings = [];
    private readonly string?[] _pieces;
    private readonly bool[] _special;

    private Vocabulary(Dictionary<string, int> ids, IReadOnlyList<(AddedToken Token, string Spelling)> added)
    {
        _ids = ids;
        var largest = ids.Values.Concat(added.Select(a => a.Token.Id)).DefaultIfEmpty(-1).Max();
        _pieces = new string?[largest + 1];
        _special = new bool[largest + 1];
        foreach (var (piece, id) in ids)
        {
            _pieces[id] = piece;
        }

        foreach (var (token, spelling) in added)
        {
            _added.Add(token.Content, token);
            _pieces[token.Id] = token.Content;
            _special[token.Id] = token.Special;
            if (token.Normalized)
            {
                _spellings.Add(token.Id, spelling);
            }
        }
    }

    /// <summary>One more than the largest id.</summary>
    public int Size => _pieces.Length;

    /// <summary>The model's own pieces, without tokens that were only added.</summary>
    public IReadOnlyDictionary<string, int> Model => _ids;

    /// <summary>The added tokens.</summary>
    public IReadOnlyCollection<AddedToken> Added => _added.Values;

    /// <summary>The normalised spelling of those added tokens that are looked for in normalised text.</summary>
    public IReadOnlyDictionary<int, string> NormalizedSpellings => _spellings;

    /// <summary>Reads <c>model.vocab</c> and <c>added_tokens</c>.</summary>
    /// <exception cref="InputException">An id is used twice, is far beyond the number of pieces, or a token is given two ids.</exception>
    public static Vocabulary Read(JsonField root, INormalizer? normalizer)
    {
        var vocabulary = root.Required("model").Required("vocab").Members();
        var tokens = root.Optional("added_tokens")?.Items() ?? [];

        // The table of pieces is as long as the largest id: a wrong one must not take memory.
        var limit = (2 * (vocabulary.Count + tokens.Count)) + 4096;
        var ids = new Dictionary<string, int>(vocabulary.Count, StringComparer.Ordinal);
        var owners = new Dictionary<int, string>(vocabulary.Count);
        foreach (var (piece, field) in vocabulary)
        {
            var id = CheckedId(field, limit);
            if (!ids.TryAdd(piece, id))
            {
                throw new InputException($"{field.File}: model.vocab lists the piece '{piece}' twice.");
            }

            if (!owners.TryAdd(id, piece))
            {
                throw new InputException($"{field.File}: model.vocab gives the id {id} to both '{owners[id]}' and '{piece}'.");
            }
        }

        var added = new List<(AddedToken, string)>();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        var spellings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in tokens)
        {
            var token = AddedToken.Read(field);
            CheckedId(field.Required("id"), limit);
            CheckAgainst(field, token, ids, owners);
            var spelling = token.Normalized && normalizer is not null ? Normalized(field, token.Content, normalizer) : token.Content;
            if (!contents.Add(token.Content) || spelling.Length == 0 || (token.Normalized && !spellings.Add(spelling)))
            {
                throw new InputException($"{field.File}: {field.Path} has the content '{token.Content}', which is empty when normalised or the same as another added token's.");
            }

            added.Add((token, spelling));
        }

        return new Vocabulary(ids, added);
    }

    private static string Normalized(JsonField field, string content, INormalizer normalizer)
    {
        try
        {
            return normalizer.Normalize(content);
        }
        catch (TextGrowthException error)
        {
            throw error.For(field.File);
        }
    }

    /// <summary>The id of a piece, added tokens first; null when there is none.</summary>
    public int? IdOf(string piece) =>
        _added.TryGetValue(piece, out var token) ? token.Id
        : _ids.TryGetValue(piece, out var id) ? id
        : null;

    /// <summary>Whether the id is a special added token's.</summary>
    public bool IsSpecial(int id) => _special[id];

    /// <summary>The spelling of an id; empty for an id that has no piece.</summary>
    public string Piece(int id) => _pieces[id] ?? string.Empty;

    /// <summary>What the decoder is given for an id: the normalised spelling where it has one; empty for an id that has no piece.</summary>
    public string DecoderPiece(int id) => _spellings.TryGetValue(id, out var spelling) ? spelling : Piece(id);

    private static void CheckAgainst(JsonField field, AddedToken token, Dictionary<string, int> ids, Dictionary<int, string> owners)
    {
        if (ids.TryGetValue(token.Content, out var id))
        {
            if (id != token.Id)
            {
                throw new InputException($"{field.File}: {field.Path} gives '{token.Content}' the id {token.Id}, but model.vocab gives it {id}.");
            }
        }
        else if (!owners.TryAdd(token.Id, token.Content))
        {
            throw new InputException($"{field.File}: {field.Path} gives '{token.Content}' the id {token.Id}, which is already that of '{owners[token.Id]}'.");
        }
    }

    private static int CheckedId(JsonField field, int limit) =>
        field.Count() < limit ? field.Count() : throw field.Wrong($"an id below {limit}, twice the number of pieces");
}
