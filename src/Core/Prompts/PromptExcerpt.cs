using SteerScope.Tokenization;

namespace SteerScope.Prompts;

/// <summary>The tokens around the place where a pair is read, for people to check.</summary>
public static class PromptExcerpt
{
    private const int Before = 5;
    private const int Behind = 3;

    /// <summary>
    /// One sentence: which token is read, its neighbours, the other answer's token, and the token that predicts the letter; tokens
    /// are counted from 1, BOS included, and shown in the vocabulary's own spelling.
    /// </summary>
    /// <param name="tokenizer">The tokenizer; ids are shown where there is none.</param>
    /// <param name="pair">The pair.</param>
    public static string Of(ITokenizer? tokenizer, TokenizedPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        var (matching, other) = (pair.MatchingIds(), pair.OtherIds());
        var read = pair.MatchingReadPosition;
        var from = Math.Max(0, read - Before);
        var to = Math.Min(matching.Length, read + Behind + 1);
        var shown = Enumerable.Range(from, to - from).Select(i => i == read ? $"[{Piece(matching[i])}]" : Piece(matching[i]));
        return $"token {read + 1} of {matching.Length} is read: {(from > 0 ? "... " : "")}{string.Join(' ', shown)}{(to < matching.Length ? " ..." : "")}; "
            + $"with the other answer it is [{Piece(other[pair.OtherReadPosition])}]; token {pair.PredictingPosition + 1} predicts the letter";

        string Piece(int id) => tokenizer is null ? $"#{id}" : $"'{tokenizer.Piece(id).Replace("\n", "\\n", StringComparison.Ordinal)}'";
    }
}
