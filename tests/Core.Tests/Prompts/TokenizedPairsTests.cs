using FsCheck;
using FsCheck.Xunit;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class TokenizedPairsTests
{
    [Fact]
    public void Read_PairsInAnyOrder_GivesThemBack()
    {
        var (expected, pairs) = Keep(200);

        Assert.Equal(expected.Length, pairs.Count);
        foreach (var index in new[] { 199, 0, 7, 7 })
        {
            Assert.Equal(Describe(expected[index]), Describe(pairs[index]));
        }

        Assert.Equal(expected.Select(Describe), pairs.Select(Describe));
    }

    [Fact]
    public void Range_OverTheEnd_HasTheRestOfThem()
    {
        var (expected, pairs) = Keep(45);

        Assert.Equal(expected[20..40].Select(Describe), pairs.Range(20, 20).Select(Describe));
        Assert.Equal(expected[40..].Select(Describe), pairs.Range(40, 20).Select(Describe));
        Assert.Equal(expected[40..].Select(pair => new PairLengths(pair.Trunk.Count, pair.MatchingTail.Count, pair.OtherTail.Count)), pairs.Lengths(40, 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.Range(46, 20));
    }

    [Fact]
    public void Pick_SomeOfThem_KeepsTheOrderGiven()
    {
        var (expected, pairs) = Keep(10);

        var picked = pairs.Pick([9, 2, 2, 5]);

        Assert.Equal(new[] { 9, 2, 2, 5 }.Select(i => Describe(expected[i])), picked.Select(Describe));
        Assert.Equal([18, 4, 4, 10], Enumerable.Range(0, 4).Select(picked.RowOf));
    }

    [Fact]
    public void Read_ByManyThreads_IsWhatWasKept()
    {
        var (expected, pairs) = Keep(300);

        Parallel.For(0, 3000, i => Assert.Equal(Describe(expected[i % 300]), Describe(pairs[i % 300])));
    }

    [Fact]
    public void Read_WhileOthersAreKept_IsWhatWasKept()
    {
        var scratch = new PairScratch();
        var (expected, pairs) = Keep(100, scratch);

        Parallel.For(0, 50, i =>
        {
            var (others, kept) = Keep(20 + i, scratch);
            Assert.Equal(others.Select(Describe), kept.Select(Describe));
            Assert.Equal(expected.Select(Describe), pairs.Select(Describe));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"prompt_ids\": [9], \"matching_ids\": [8], \"not_matching_ids\": [7]}\n")]
    public void Read_AfterTheFileChanged_IsWhatItHeldBefore(string later)
    {
        using var folder = new TempFolder();
        var path = folder.Write("ids.jsonl", "{\"prompt_ids\": [1, 2], \"matching_ids\": [3], \"not_matching_ids\": [4]}\n");
        var pairs = new PairTokenizer(null, new PairTokenizerOptions()).Tokenize(path).Pairs;

        File.WriteAllText(path, later);

        Assert.Equal([1, 2, 3], Assert.Single(pairs).MatchingIds());
        Assert.Equal([1, 2, 4], pairs[0].OtherIds());
    }

    [Property]
    public void Read_AnyPair_GivesItBack(NonEmptyArray<int> trunk, NonEmptyArray<int> matching, NonEmptyArray<int> other, int line, int read)
    {
        var pair = new TokenizedPair(3, line, trunk.Get, matching.Get, other.Get)
        {
            MatchingLetter = $"#{matching.Get[0]}",
            OtherLetter = $"#{other.Get[0]}",
            MatchingReadPosition = read,
            OtherReadPosition = -read,
        };

        Assert.Equal(Describe(pair), Describe(Keep([pair], new PairScratch())[0]));
    }

    internal static string Describe(TokenizedPair pair) =>
        $"{pair.Row} {pair.Line} {pair.MatchingLetter} {pair.OtherLetter} {pair.MatchingReadPosition} {pair.OtherReadPosition}: "
        + $"{string.Join(' ', pair.Trunk)} | {string.Join(' ', pair.MatchingTail)} | {string.Join(' ', pair.OtherTail)}";

    private static (TokenizedPair[] Expected, TokenizedPairs Kept) Keep(int count, PairScratch? scratch = null)
    {
        TokenizedPair[] pairs =
        [
            .. Enumerable.Range(0, count).Select(i => new TokenizedPair(2 * i, (3 * i) + 1, [.. Enumerable.Range(i, 1 + (i % 40))], [i % 9, i], [(i % 9) + 1, .. Enumerable.Repeat(i, i % 3)])
            {
                MatchingLetter = $"#{i % 9}",
                OtherLetter = $"#{(i % 9) + 1}",
                MatchingReadPosition = i,
                OtherReadPosition = i + 1,
            }),
        ];
        return (pairs, Keep(pairs, scratch ?? new PairScratch()));
    }

    private static TokenizedPairs Keep(TokenizedPair[] pairs, PairScratch scratch)
    {
        var places = Array.ConvertAll(pairs, scratch.Append);
        scratch.Flush();
        return new TokenizedPairs(scratch, places);
    }
}
