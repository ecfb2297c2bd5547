using SteerScope.Tokenization;

namespace SteerScope.Core.Tests.Prompts;

/// <summary>
/// A tokenizer small enough to predict: longest known piece first, single characters otherwise; on request with a dummy space
/// in front of every text (as Llama 2's), and with control tokens.
/// </summary>
internal sealed class ToyTokenizer : ITokenizer
{
    private const int FirstCharacter = 1000;
    private readonly List<string> pieces;
    private readonly List<string> specials;
    private readonly bool dummySpace;

    public ToyTokenizer(IEnumerable<string>? pieces = null, IEnumerable<string>? specials = null, bool dummySpace = false, string? bos = "<s>", bool addsBos = true)
    {
        this.specials = [.. new[] { bos }.OfType<string>().Concat(specials ?? [])];
        this.pieces = [.. this.specials, .. pieces ?? []];
        this.dummySpace = dummySpace;
        BosId = bos is null ? null : 0;
        AddsBos = addsBos && bos is not null;
    }

    public string Source => "toy/tokenizer.json";

    public int VocabularySize => FirstCharacter + char.MaxValue + 1;

    public int? BosId { get; }

    public bool AddsBos { get; }

    public int Id(string piece) => piece.Length == 1 && !pieces.Contains(piece) ? FirstCharacter + piece[0] : pieces.IndexOf(piece);

    public IReadOnlyList<int> Encode(string text, SpecialTokenText specials = SpecialTokenText.AsText)
    {
        var ids = new List<int>();
        var start = 0;
        for (var i = 0; i < text.Length && specials == SpecialTokenText.AsTokens; i++)
        {
            var special = this.specials.Where(s => text.AsSpan(i).StartsWith(s, StringComparison.Ordinal)).MaxBy(s => s.Length);
            if (special is not null)
            {
                Spell(text[start..i], ids, first: start == 0);
                ids.Add(pieces.IndexOf(special));
                start = i + special.Length;
                i = start - 1;
            }
        }

        Spell(text[start..], ids, first: start == 0);
        return ids;
    }

    public string Decode(IReadOnlyList<int> ids, bool skipSpecial = false) =>
        string.Concat(ids.Where(id => !skipSpecial || id >= specials.Count).Select(Piece)).Replace('▁', ' ');

    public string Piece(int id) => id >= FirstCharacter ? ((char)(id - FirstCharacter)).ToString() : pieces[id];

    private void Spell(string text, List<int> ids, bool first)
    {
        if (text.Length == 0)
        {
            return;
        }

        var rest = ((dummySpace && first ? " " : "") + text).Replace(' ', '▁').AsSpan();
        while (rest.Length > 0)
        {
            var best = "";
            foreach (var piece in pieces.Skip(specials.Count))
            {
                best = piece.Length > best.Length && rest.StartsWith(piece, StringComparison.Ordinal) ? piece : best;
            }

            ids.Add(best.Length > 0 ? pieces.IndexOf(best) : FirstCharacter + rest[0]);
            rest = rest[Math.Max(1, best.Length)..];
        }
    }
}
