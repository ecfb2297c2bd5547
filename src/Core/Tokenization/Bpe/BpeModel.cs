using System.Runtime.InteropServices;
using System.Text;

namespace SteerScope.Tokenization.Bpe;

/// <summary>Turns words into ids by merging their characters.</summary>
internal sealed class BpeModel
{
    private readonly IReadOnlyDictionary<string, int> _pieces;
    private readonly Dictionary<int, int> _characters = [];
    private readonly MergeTable _merges;
    private readonly BpeOptions _options;
    private readonly WordCache _cache = new();

    /// <summary>Creates a model.</summary>
    public BpeModel(IReadOnlyDictionary<string, int> pieces, MergeTable merges, BpeOptions options)
    {
        _pieces = pieces;
        _merges = merges;
        _options = options;
        foreach (var (piece, id) in pieces)
        {
            if (piece.Length is 1 or 2 && Rune.TryGetRuneAt(piece, 0, out var rune) && rune.Utf16SequenceLength == piece.Length)
            {
                _characters.Add(rune.Value, id);
            }
        }
    }

    /// <summary>Adds the ids of a word, which is not empty.</summary>
    public void Encode(string word, List<int> output)
    {
        if (_options.IgnoresMerges && _pieces.TryGetValue(word, out var whole))
        {
            output.Add(whole);
            return;
        }

        if (_cache.Find(word) is { } known)
        {
            output.AddRange(known);
            return;
        }

        var symbols = Symbols(word);
        var span = CollectionsMarshal.AsSpan(symbols);
        var merged = span[..BpeMerger.Merge(span, _merges)];
        _cache.Store(word, merged);
        output.AddRange(merged);
    }

    private List<int> Symbols(string word)
    {
        var symbols = new List<int>(word.Length);

        // An unknown character is held back until the next known one, so that more can be fused into it.
        var unknownWaits = false;
        foreach (var rune in word.EnumerateRunes())
        {
            if (_characters.TryGetValue(rune.Value, out var id))
            {
                Flush();
                symbols.Add(id);
            }
            else if (!TryBytes(rune, symbols) && _options.UnknownId is not null)
            {
                if (!_options.FusesUnknown)
                {
                    Flush();
                }

                unknownWaits = true;
            }
        }

        Flush();
        return symbols;

        void Flush()
        {
            if (unknownWaits)
            {
                symbols.Add(_options.UnknownId!.Value);
                unknownWaits = false;
            }
        }
    }

    // All bytes of the character must have a token.
    private bool TryBytes(Rune rune, List<int> symbols)
    {
        if (_options.ByteIds is not { } byteIds)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[4];
        var bytes = buffer[..rune.EncodeToUtf8(buffer)];
        foreach (var value in bytes)
        {
            if (byteIds[value] < 0)
            {
                return false;
            }
        }

        foreach (var value in bytes)
        {
            symbols.Add(byteIds[value]);
        }

        return true;
    }
}
