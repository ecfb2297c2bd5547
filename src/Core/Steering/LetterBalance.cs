namespace SteerScope.Steering;

/// <summary>
/// How evenly the answer letters are spread over the two sides of a behaviour's pairs. A vector read at the letter holds,
/// beside the behaviour, the direction of every letter as far as it is not as frequent among the matching answers as among
/// the others. With balanced letters this cancels.
/// </summary>
public sealed class LetterBalance
{
    /// <summary>Share of a letter direction above which <see cref="Warning"/> speaks by default.</summary>
    public const double DefaultTolerance = 0.05;

    private LetterBalance(int pairs, SortedDictionary<string, int> matching, SortedDictionary<string, int> notMatching)
    {
        Pairs = pairs;
        Matching = matching;
        NotMatching = notMatching;
        var letters = matching.Keys.Union(notMatching.Keys, StringComparer.Ordinal);
        var difference = letters.Sum(letter => Math.Abs(matching.GetValueOrDefault(letter) - notMatching.GetValueOrDefault(letter)));
        Imbalance = pairs == 0 ? 0 : 0.5 * difference / pairs;
    }

    /// <summary>Number of pairs.</summary>
    public int Pairs { get; }

    /// <summary>How many matching answers have each letter, letters in ordinal order.</summary>
    public IReadOnlyDictionary<string, int> Matching { get; }

    /// <summary>How many not matching answers have each letter, letters in ordinal order.</summary>
    public IReadOnlyDictionary<string, int> NotMatching { get; }

    /// <summary>
    /// Half the sum over letters of |matching - not matching| / pairs: with two letters |nA - nB| / n, the share of the
    /// direction between the letters that stays in the mean difference. 0 is balanced, 1 is a pure letter vector.
    /// </summary>
    public double Imbalance { get; }

    /// <summary>Counts the letters of pairs.</summary>
    public static LetterBalance Of(IEnumerable<(string Matching, string NotMatching)> letters)
    {
        ArgumentNullException.ThrowIfNull(letters);
        var matching = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var notMatching = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var pairs = 0;
        foreach (var (first, second) in letters)
        {
            matching[first] = matching.GetValueOrDefault(first) + 1;
            notMatching[second] = notMatching.GetValueOrDefault(second) + 1;
            pairs++;
        }

        return new LetterBalance(pairs, matching, notMatching);
    }

    /// <summary>One sentence when the imbalance is above the tolerance, else null.</summary>
    public string? Warning(double tolerance = DefaultTolerance)
    {
        if (Imbalance <= tolerance)
        {
            return null;
        }

        var counts = string.Join(", ", Matching.Keys.Union(NotMatching.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(letter => $"{Matching.GetValueOrDefault(letter)} x {letter}"));
        return $"The letters of the {Pairs} matching answers are not balanced ({counts}), so that {100 * Imbalance:0.#} % of the difference between the letters stays in the steering vector, which is then partly a letter vector.";
    }
}
