namespace SteerScope.Tokenization.Bpe;

/// <summary>
/// Byte-pair merging: again and again the pair with the lowest rank, the leftmost of equals (Sennrich et al., arXiv 1508.07909).
/// Symbols are a linked list and pending merges a priority queue, so n symbols take O(n log n).
/// </summary>
internal static class BpeMerger
{
    private const int Removed = -1;

    /// <summary>Merges symbols in place.</summary>
    /// <returns>How many are left, at the front of <paramref name="symbols"/>.</returns>
    public static int Merge(Span<int> symbols, MergeTable rules)
    {
        var count = symbols.Length;
        var previous = new int[count];
        var next = new int[count];
        var queue = new MergeQueue(count);
        for (var i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Offer(symbols, i, i + 1, rules, queue);
        }

        while (queue.TryTake(out var rank, out var at))
        {
            // The queue may hold merges whose symbols have meanwhile been merged otherwise.
            var right = next[at];
            if (symbols[at] == Removed || right == count || !rules.TryGet(symbols[at], symbols[right], out var rule) || rule.Rank != rank)
            {
                continue;
            }

            symbols[at] = rule.Id;
            symbols[right] = Removed;
            next[at] = next[right];
            if (next[at] < count)
            {
                previous[next[at]] = at;
            }

            Offer(symbols, previous[at], at, rules, queue);
            Offer(symbols, at, next[at], rules, queue);
        }

        var kept = 0;
        for (var at = 0; at < count; at = next[at])
        {
            symbols[kept++] = symbols[at];
        }

        return kept;
    }

    private static void Offer(Span<int> symbols, int left, int right, MergeTable rules, MergeQueue queue)
    {
        if (left >= 0 && right < symbols.Length && rules.TryGet(symbols[left], symbols[right], out var rule))
        {
            queue.Add(rule.Rank, left);
        }
    }
}
