namespace SteerScope.Prompts;

/// <summary>A pair as token ids: the part that both texts share, and the two tails, which differ in their first token.</summary>
public sealed class TokenizedPair
{
    internal TokenizedPair(int row, int line, int[] trunk, int[] matchingTail, int[] otherTail)
    {
        Row = row;
        Line = line;
        Trunk = trunk;
        MatchingTail = matchingTail;
        OtherTail = otherTail;
    }

    /// <summary>Its place among the rows of the file, from 0.</summary>
    public int Row { get; }

    /// <summary>The line of the file on which it starts, from 1.</summary>
    public int Line { get; }

    /// <summary>The common beginning of both texts, BOS included; at least one id.</summary>
    public IReadOnlyList<int> Trunk { get; }

    /// <summary>The rest of the text with the matching answer; at least one id.</summary>
    public IReadOnlyList<int> MatchingTail { get; }

    /// <summary>The rest of the text with the other answer; at least one id.</summary>
    public IReadOnlyList<int> OtherTail { get; }

    /// <summary>The first position at which the texts differ.</summary>
    public int LetterPosition => Trunk.Count;

    /// <summary>The position whose logits predict the letter.</summary>
    public int PredictingPosition => Trunk.Count - 1;

    /// <summary>The id at the letter position of the matching text.</summary>
    public int MatchingLetterId => MatchingTail[0];

    /// <summary>The id at the letter position of the other text.</summary>
    public int OtherLetterId => OtherTail[0];

    /// <summary>The letter of the matching answer; for other answers the token's text.</summary>
    public required string MatchingLetter { get; init; }

    /// <summary>The letter of the other answer; for other answers the token's text.</summary>
    public required string OtherLetter { get; init; }

    /// <summary>Where the matching text's activations are read; never before the letter position.</summary>
    public required int MatchingReadPosition { get; init; }

    /// <summary>Where the other text's activations are read; never before the letter position.</summary>
    public required int OtherReadPosition { get; init; }

    /// <summary>Tokens of the longer text.</summary>
    public int Length => Trunk.Count + Math.Max(MatchingTail.Count, OtherTail.Count);

    /// <summary>All ids of the matching text.</summary>
    public int[] MatchingIds() => [.. Trunk, .. MatchingTail];

    /// <summary>All ids of the other text.</summary>
    public int[] OtherIds() => [.. Trunk, .. OtherTail];
}
