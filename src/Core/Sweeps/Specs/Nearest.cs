namespace SteerScope.Sweeps.Specs;

/// <summary>Finds what a mistyped word was meant to be.</summary>
public static class Nearest
{
    private const int LongestWord = 64;

    /// <summary>The known word nearest to a mistyped one, if any is near enough to be meant; of equally near ones the first.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var best = known.Select(candidate => (Word: candidate, Distance: Distance(word, candidate))).MinBy(near => near.Distance);
        return best.Word is not null && best.Distance <= Math.Max(2, word.Length / 3) && best.Distance < word.Length ? best.Word : null;
    }

    /// <summary>Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment), without regard to case.</summary>
    public static int Distance(string x, string y)
    {
        var (a, b) = (x.ToLowerInvariant(), y.ToLowerInvariant());
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
