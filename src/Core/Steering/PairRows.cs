using SteerScope.Compute;
using SteerScope.Models;
using SteerScope.Prompts;

namespace SteerScope.Steering;

/// <summary>
/// Where a pair's rows lie in a packed batch: its trunk (what both answers share, up to the token that predicts the
/// letter), then those tokens of either answer whose predictions count. An answer's last token predicts nothing that is asked.
/// </summary>
internal sealed record PairRows(TokenizedPair Pair, int TrunkStart, int TrunkLength, int MatchingStart, int MatchingLength, int OtherStart, int OtherLength)
{
    /// <summary>Rows whose predictions are read: the predicting position, then the matching answer's, then the other's.</summary>
    public IEnumerable<int> ReadRows =>
        Enumerable.Range(TrunkStart + TrunkLength - 1, 1)
            .Concat(Enumerable.Range(MatchingStart, MatchingLength))
            .Concat(Enumerable.Range(OtherStart, OtherLength));

    /// <summary>Number of <see cref="ReadRows"/>.</summary>
    public int ReadCount => 1 + MatchingLength + OtherLength;

    /// <summary>Number of rows in all.</summary>
    public int RowCount => TrunkLength + MatchingLength + OtherLength;

    /// <summary>Rows that a pair takes in a batch.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="wholeAnswers">Whether predictions after the letter are read.</param>
    public static int Count(TokenizedPair pair, bool wholeAnswers) =>
        pair.Trunk.Count + TailLength(pair.MatchingTail, wholeAnswers) + TailLength(pair.OtherTail, wholeAnswers);

    /// <summary>Appends a pair to a batch.</summary>
    /// <param name="builder">The batch.</param>
    /// <param name="pair">The pair.</param>
    /// <param name="wholeAnswers">Whether predictions after the letter are read.</param>
    public static PairRows Append(TokenBatchBuilder builder, TokenizedPair pair, bool wholeAnswers)
    {
        var trunk = builder.Add([.. pair.Trunk]);
        var context = new KeySpan(false, trunk, pair.Trunk.Count);
        var (matching, matchingLength) = AppendTail(builder, pair.MatchingTail, context, wholeAnswers);
        var (other, otherLength) = AppendTail(builder, pair.OtherTail, context, wholeAnswers);
        return new PairRows(pair, trunk, pair.Trunk.Count, matching, matchingLength, other, otherLength);
    }

    private static int TailLength(IReadOnlyList<int> tail, bool wholeAnswers) => wholeAnswers ? tail.Count - 1 : 0;

    private static (int Start, int Length) AppendTail(TokenBatchBuilder builder, IReadOnlyList<int> tail, KeySpan context, bool wholeAnswers)
    {
        var length = TailLength(tail, wholeAnswers);
        return length == 0 ? (0, 0) : (builder.Add([.. tail.Take(length)], context), length);
    }
}
