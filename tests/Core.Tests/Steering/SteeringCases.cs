using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Core.Tests.Steering;

/// <summary>Pairs and vectors for <see cref="SteeringModels"/>.</summary>
internal static class SteeringCases
{
    /// <summary>A pair as the tokenizer aligns it; answers are read at their last token when asked.</summary>
    public static TokenizedPair Pair(int[] trunk, int[] matching, int[] other, bool lastToken = false) => new(0, 1, trunk, matching, other)
    {
        MatchingLetter = $"#{matching[0]}",
        OtherLetter = $"#{other[0]}",
        MatchingReadPosition = lastToken ? trunk.Length + matching.Length - 1 : trunk.Length,
        OtherReadPosition = lastToken ? trunk.Length + other.Length - 1 : trunk.Length,
    };

    /// <summary>Trunks of 1 to 12 tokens; answers of a letter and a bracket, of one token, and of free text of different lengths.</summary>
    public static TokenizedPair[] Pairs(bool lastToken = false)
    {
        var random = new Random(3);
        return
        [
            Pair(Trunk(9), [7, 2], [8, 2], lastToken),
            Pair(Trunk(12), [8, 2], [7, 2], lastToken),
            Pair(Trunk(1), [5, 30, 11], [6, 4], lastToken),
            Pair(Trunk(6), [21], [22], lastToken),
            Pair(Trunk(4), [9, 9, 1, 17, 3, 25], [10], lastToken),
            Pair(Trunk(7), [33], [12, 34, 35], lastToken),
        ];

        int[] Trunk(int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(SteeringModels.Vocabulary))];
    }

    /// <summary>Two directions at the first and at the last layer, one in between.</summary>
    public static SteeringDirection[] Directions()
    {
        var random = new Random(5);
        return
        [
            .. new[] { SteeringModels.Layers - 1, 0, 2, 0, SteeringModels.Layers - 1 }.Select(layer =>
                new SteeringDirection(layer, [.. Enumerable.Range(0, SteeringModels.Width).Select(_ => (float)(random.NextDouble() - 0.5) * 2)])),
        ];
    }

    public static SteeringRequest Request(int batchTokens = 4096) => new(
        Pairs(),
        Directions(),
        [1.5, -1, 0, 0.5],
        [AddingPositions.Last, AddingPositions.All, AddingPositions.Answer],
        [PropensityMetric.LogprobDiffSum, PropensityMetric.LetterLogitDiff, PropensityMetric.LogitDiffSum],
        batchTokens);
}
