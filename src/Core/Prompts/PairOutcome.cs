namespace SteerScope.Prompts;

/// <summary>A tokenised pair, or why there is none.</summary>
internal readonly record struct PairOutcome(TokenizedPair? Pair, LeftOutReason Reason, string Detail, string? Pieces)
{
    public static PairOutcome Usable(TokenizedPair pair) => new(pair, default, "", null);

    public static PairOutcome Left(LeftOutReason reason, string detail, string? pieces = null) => new(null, reason, detail, pieces);
}
