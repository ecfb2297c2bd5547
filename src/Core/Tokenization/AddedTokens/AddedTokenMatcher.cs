using System.Buffers;

namespace SteerScope.Tokenization.AddedTokens;

/// <summary>Finds spellings in a text: from left to right, the longest one at each place, none overlapping.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<char, (string Spelling, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _firsts;

    /// <summary>Creates a matcher for some spellings, all different and none empty.</summary>
    public AddedTokenMatcher(IEnumerable<(string Spelling, AddedToken Token)> spellings)
    {
        _byFirst = spellings
            .GroupBy(s => s.Spelling[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(s => s.Spelling.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
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
            foreach (var (spelling, candidate) in _byFirst[text[start]])
            {
                if (text.AsSpan(start).StartsWith(spelling))
                {
                    end = start + spelling.Length;
                    token = candidate;
                    return true;
                }
            }
        }

        (end, token) = (-1, null!);
        return false;
    }
}
