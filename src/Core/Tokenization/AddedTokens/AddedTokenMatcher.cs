using System.Buffers;

namespace SteerScope.Tokenization.AddedTokens;

/// <summary>
/// Finds spellings in a text: from left to right, the longest one at each place, none overlapping. A place costs one look-up
/// per length that occurs, however many spellings there are (Gemma 3 has six thousand that start alike).
/// </summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly Dictionary<char, int[]> _lengthsByFirst;
    private readonly SearchValues<char> _firsts;

    /// <summary>Creates a matcher for some spellings, all different and none empty.</summary>
    public AddedTokenMatcher(IEnumerable<(string Spelling, AddedToken Token)> spellings)
    {
        var tokens = spellings.ToDictionary(s => s.Spelling, s => s.Token, StringComparer.Ordinal);
        _tokens = tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengthsByFirst = tokens.Keys
            .GroupBy(spelling => spelling[0])
            .ToDictionary(g => g.Key, g => g.Select(spelling => spelling.Length).Distinct().OrderDescending().ToArray());
        _firsts = SearchValues.Create([.. _lengthsByFirst.Keys]);
    }

    /// <summary>The next spelling at or behind a position.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryNext(string text, int from, out int start, out int end, out AddedToken token)
    {
        for (start = from; start < text.Length; start++)
        {
            var skip = text.AsSpan(start).IndexOfAny(_firsts);
            if (skip < 0)
            {
                break;
            }

            start += skip;
            foreach (var length in _lengthsByFirst[text[start]])
            {
                if (length <= text.Length - start && _tokens.TryGetValue(text.AsSpan(start, length), out token!))
                {
                    end = start + length;
                    return true;
                }
            }
        }

        (end, token) = (-1, null!);
        return false;
    }
}
