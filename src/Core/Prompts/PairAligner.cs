using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>Lays the two texts of a pair over each other and finds the token at which they part.</summary>
internal sealed class PairAligner(ITokenizer? tokenizer, PairTokenizerOptions options)
{
    private const int PiecesBefore = 3;

    /// <summary>The aligned pair, or why it cannot be used. <paramref name="letters"/> are given where both answers are letters.</summary>
    public PairOutcome Align(ContrastivePair pair, EncodedPrompt matching, EncodedPrompt other, (string Matching, string Other)? letters)
    {
        var (x, y) = (matching.Ids, other.Ids);
        var longest = Math.Max(x.Length, y.Length);
        if (options.MaxTokens is { } limit && longest > limit)
        {
            return PairOutcome.Left(LeftOutReason.TooLong, $"{longest} tokens; the limit is {limit}");
        }

        var at = x.AsSpan().CommonPrefixLength(y);
        if (at == x.Length || at == y.Length || matching.LastAnswerToken < at || other.LastAnswerToken < at)
        {
            return PairOutcome.Left(LeftOutReason.NoDifferingToken, "one answer ends where the other goes on");
        }

        if (at == 0)
        {
            return PairOutcome.Left(LeftOutReason.NoCommonPrefix, "the texts differ from the first token on");
        }

        if (letters is { } expected)
        {
            if (Text(x[at]) != expected.Matching || Text(y[at]) != expected.Other)
            {
                return PairOutcome.Left(LeftOutReason.LetterNotOneToken, $"the texts differ at {Piece(x[at])} and {Piece(y[at])}, not at the letters {expected.Matching} and {expected.Other}", Pieces(x, y, at));
            }

            if (!x.AsSpan(at + 1).SequenceEqual(y.AsSpan(at + 1)))
            {
                return PairOutcome.Left(LeftOutReason.DiffersBeyondLetter, $"the texts also differ after the letters {expected.Matching} and {expected.Other}", Pieces(x, y, at));
            }
        }

        return PairOutcome.Usable(new TokenizedPair(pair.Row, pair.Line, x[..at], x[at..], y[at..])
        {
            MatchingLetter = letters?.Matching ?? Text(x[at]),
            OtherLetter = letters?.Other ?? Text(y[at]),
            MatchingReadPosition = options.Read == ReadPosition.Letter ? at : matching.LastAnswerToken,
            OtherReadPosition = options.Read == ReadPosition.Letter ? at : other.LastAnswerToken,
        });
    }

    /// <summary>The token's text without white space; its id where there is no tokenizer.</summary>
    private string Text(int id) => tokenizer is null ? $"#{id}" : tokenizer.Decode([id]).Trim();

    private string Piece(int id) => tokenizer is null ? $"#{id}" : $"'{tokenizer.Piece(id).Replace("\n", "\\n", StringComparison.Ordinal)}'";

    private string Pieces(int[] x, int[] y, int at) => $"{Pieces(x, at)} and {Pieces(y, at)}";

    private string Pieces(int[] ids, int at)
    {
        var from = Math.Max(0, at - PiecesBefore);
        var shown = ids[from..Math.Min(ids.Length, at + PiecesBefore)];
        return (from > 0 ? "... " : "") + string.Join(" ", shown.Select(Piece));
    }
}
