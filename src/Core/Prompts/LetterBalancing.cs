namespace SteerScope.Prompts;

/// <summary>
/// Chooses pairs in which every letter is the matching one as often as it is the other one, so that the letters cancel out of
/// the mean difference: a pair A against B is used together with the next free pair B against A.
/// </summary>
internal static class LetterBalancing
{
    /// <summary>
    /// The first <paramref name="wanted"/> pairs (all when null) of those in <paramref name="order"/> that find a partner, in
    /// order, and the pairs passed over before the last chosen one (to the end when fewer were found). Couples close in the
    /// order in which their second pair comes.
    /// </summary>
    public static (IReadOnlyCollection<int> Chosen, IReadOnlyCollection<int> PassedOver) Choose(TokenizedPairs pairs, IReadOnlyList<int> order, int? wanted)
    {
        var waiting = new Dictionary<(int Matching, int Other), Queue<int>>();
        var chosen = new bool[order.Count];
        var (count, end) = (0, 0);
        for (var i = 0; i < order.Count && count < (wanted ?? int.MaxValue); i++)
        {
            var pair = pairs[order[i]];
            var key = (pair.MatchingLetterId, pair.OtherLetterId);
            if (waiting.TryGetValue((key.OtherLetterId, key.MatchingLetterId), out var partners) && partners.TryDequeue(out var partner))
            {
                chosen[partner] = chosen[i] = true;
                count += 2;
            }
            else if (waiting.TryGetValue(key, out var queue))
            {
                queue.Enqueue(i);
            }
            else
            {
                waiting[key] = new Queue<int>([i]);
            }

            end = i + 1;
        }

        return ([.. order.Where((_, i) => chosen[i])], [.. order.Take(end).Where((_, i) => !chosen[i])]);
    }
}
