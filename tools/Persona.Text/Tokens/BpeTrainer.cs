using System.Globalization;
using System.Text.RegularExpressions;

namespace SteerScope.Persona.Text.Tokens;

/// <summary>
/// Learns byte-pair merges (Sennrich et al., arXiv 1508.07909) with characters as the first pieces and bytes for all others.
/// </summary>
public static class BpeTrainer
{
    /// <summary>Fewest pieces: specials, bytes, the space and printable ASCII.</summary>
    public const int MinPieces = 3 + 256 + 1 + ('~' - '!' + 1) + 1;

    /// <summary>Learns merges. The most frequent pair first; of equally frequent ones the first in ordinal order.</summary>
    /// <param name="texts">What is counted.</param>
    /// <param name="pieces">Most pieces; fewer where no pair occurs twice.</param>
    /// <exception cref="InputException">The number is too small.</exception>
    public static BpeVocabulary Train(IEnumerable<string> texts, int pieces)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (pieces < MinPieces)
        {
            throw new InputException($"A vocabulary of {pieces} pieces has no room for bytes and characters; it should have at least {MinPieces}.");
        }

        var words = Count(texts);
        var vocabulary = Alphabet();
        var known = vocabulary.ToHashSet(StringComparer.Ordinal);
        var merges = new List<(string, string)>();
        while (vocabulary.Count < pieces && MostFrequent(words) is { } pair)
        {
            merges.Add(pair);
            if (known.Add(pair.Left + pair.Right))
            {
                vocabulary.Add(pair.Left + pair.Right);
            }

            foreach (var word in words)
            {
                word.Merge(pair.Left, pair.Right);
            }
        }

        return new BpeVocabulary(vocabulary, merges);
    }

    private static List<string> Alphabet()
    {
        var pieces = new List<string>(BpeVocabulary.Specials);
        pieces.AddRange(Enumerable.Range(0, 256).Select(b => string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")));
        pieces.Add("\n");
        pieces.Add(BpeVocabulary.Space);
        pieces.AddRange(Enumerable.Range('!', '~' - '!' + 1).Select(c => ((char)c).ToString()));
        return pieces;
    }

    private static List<Word> Count(IEnumerable<string> texts)
    {
        var pattern = new Regex(BpeVocabulary.WordPattern, RegexOptions.CultureInvariant);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var normalised = Normalise(text);
            foreach (var match in pattern.EnumerateMatches(normalised))
            {
                var word = normalised.Substring(match.Index, match.Length);
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        // Characters that are no pieces become bytes, which are never merged; the pattern gives each a word of its own.
        return [.. counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => new Word(count.Key, count.Value))];
    }

    private static string Normalise(string text) => BpeVocabulary.Space + text.Replace(" ", BpeVocabulary.Space, StringComparison.Ordinal);

    private static (string Left, string Right)? MostFrequent(List<Word> words)
    {
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach (var word in words)
        {
            for (var i = 0; i + 1 < word.Symbols.Count; i++)
            {
                var pair = (word.Symbols[i], word.Symbols[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + word.Count;
            }
        }

        var (best, most) = (default((string Left, string Right)), 1);
        foreach (var (pair, count) in counts)
        {
            if (count > most || (count == most && most > 1 && Before(pair, best)))
            {
                (best, most) = (pair, count);
            }
        }

        return most > 1 ? best : null;
    }

    private static bool Before((string Left, string Right) x, (string Left, string Right) y)
    {
        var order = string.CompareOrdinal(x.Left, y.Left);
        return order < 0 || (order == 0 && string.CompareOrdinal(x.Right, y.Right) < 0);
    }

    private sealed class Word(string text, int count)
    {
        public List<string> Symbols { get; } = [.. text.Where(IsPiece).Select(c => c.ToString())];

        public int Count { get; } = count;

        public void Merge(string left, string right)
        {
            for (var i = 0; i + 1 < Symbols.Count; i++)
            {
                if (Symbols[i] == left && Symbols[i + 1] == right)
                {
                    Symbols[i] = left + right;
                    Symbols.RemoveAt(i + 1);
                }
            }
        }

        private static bool IsPiece(char c) => c is '\n' or (>= '!' and <= '~') || c == BpeVocabulary.Space[0];
    }
}
