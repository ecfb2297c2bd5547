namespace SteerScope.Prompts;

/// <summary>Takes a behaviour's rows, in order, and keeps no more of them than planning needs.</summary>
/// <param name="source">The file they come from, as errors name it.</param>
/// <param name="tokenize">Makes ids of a pair.</param>
/// <param name="scratch">Keeps the ids.</param>
internal sealed class TokenizedBehaviourBuilder(string source, Func<ContrastivePair, PairOutcome> tokenize, PairScratch scratch)
{
    private readonly List<PairPlace> places = [];
    private readonly List<LeftOutPair> leftOut = [];
    private readonly HashSet<LeftOutReason> told = [];
    private string? firstPieces;
    private InputException? wrong;

    /// <summary>Takes a pair.</summary>
    /// <remarks>
    /// What is wrong with its ids is told by <see cref="Build"/>, once every row was read: a row that is no pair at all comes first.
    /// </remarks>
    public void Add(ContrastivePair pair)
    {
        if (wrong is not null || Outcome(pair) is not { } outcome)
        {
            return;
        }

        if (outcome.Pair is { } usable)
        {
            places.Add(scratch.Append(usable));
            return;
        }

        Leave(new LeftOutPair(pair.Row, pair.Line, outcome.Reason, outcome.Pieces is null ? outcome.Detail : $"{outcome.Detail}: {outcome.Pieces}"));
        firstPieces ??= outcome.Pieces is null ? null : $"; at line {pair.Line} the tokenizer's pieces are {outcome.Pieces}";
    }

    /// <summary>Takes a row that holds no usable pair.</summary>
    public void Leave(LeftOutPair row) => leftOut.Add(told.Add(row.Reason) ? row : row with { Detail = "" });

    /// <summary>The behaviour.</summary>
    /// <exception cref="InputException">A pair's ids are wrong, or no pair can be used.</exception>
    public TokenizedBehaviour Build(string name)
    {
        if (wrong is not null)
        {
            throw wrong;
        }

        scratch.Flush();
        var behaviour = new TokenizedBehaviour(name, source, new TokenizedPairs(scratch, [.. places]), [.. leftOut]);
        if (places.Count == 0)
        {
            var counts = string.Join(", ", behaviour.LeftOutCounts().Select(count => $"{SnakeCase.Of(count.Reason)}: {count.Count}"));
            throw new InputException($"{source}: none of its {behaviour.RowCount} rows can be used ({counts}){firstPieces}; the two answers should differ in one token.");
        }

        return behaviour;
    }

    private PairOutcome? Outcome(ContrastivePair pair)
    {
        try
        {
            return tokenize(pair);
        }
        catch (InputException error)
        {
            wrong = error;
            return null;
        }
    }
}
