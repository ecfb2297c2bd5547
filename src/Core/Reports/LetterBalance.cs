namespace SteerScope.Reports;

/// <summary>How often the matching answer is A: an unbalanced behaviour gives a vector that says a letter, not the behaviour.</summary>
/// <param name="Behaviour">The behaviour.</param>
/// <param name="MatchingIsA">Pairs whose matching answer is A.</param>
/// <param name="Pairs">Pairs used for the vector.</param>
public sealed record LetterBalance(string Behaviour, long MatchingIsA, long Pairs)
{
    /// <summary>How far the share of A may be from one half, 0.05.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Share of pairs whose matching answer is A, 0..1; null without pairs.</summary>
    public double? Share => Pairs > 0 ? (double)MatchingIsA / Pairs : null;

    /// <summary>Whether the share is farther from one half than <see cref="Tolerance"/>.</summary>
    public bool IsUnbalanced => IsUnbalancedShare(Share);

    /// <summary>The same for a share.</summary>
    public static bool IsUnbalancedShare(double? share) => share is { } value && Math.Abs(value - 0.5) > Tolerance + 1e-12;
}
