using System.Diagnostics;
using FsCheck.Xunit;
using SteerScope.Tokenization.Bpe;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class BpeMergerTests
{
    [Property(MaxTest = 500)]
    public void Merge_RandomVocabulary_EqualsTheDefinition(int seed)
    {
        var random = new Random(seed);
        var (rules, table) = RandomRules(random);
        var symbols = Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3)).ToArray();
        var expected = Naive([.. symbols], rules);
        Assert.Equal(expected, symbols[..BpeMerger.Merge(symbols, table)]);
    }

    [Fact]
    public void Merge_EqualRanks_GoFromTheLeft()
    {
        var table = new MergeTable(2);
        table.Set(0, 0, new MergeRule(0, 1));
        int[] symbols = [0, 0, 0, 0, 0];
        Assert.Equal([1, 1, 0], symbols[..BpeMerger.Merge(symbols, table)]);
    }

    [Fact]
    public void Merge_ManySymbols_TakesNoQuadraticTime()
    {
        var table = new MergeTable(19);
        for (var i = 0; i < 18; i++)
        {
            table.Set(i, i, new MergeRule(i, i + 1));
        }

        var symbols = new int[1 << 18];
        var watch = Stopwatch.StartNew();
        Assert.Equal(1, BpeMerger.Merge(symbols, table));
        Assert.Equal(18, symbols[0]);

        // Merging by scanning takes many minutes; a loaded machine a second or two.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    // Strings over a, b, c; a rule joins two known strings to a new one, as training does.
    private static (Dictionary<(int, int), MergeRule> Rules, MergeTable Table) RandomRules(Random random)
    {
        var pieces = new List<string> { "a", "b", "c" };
        var rules = new Dictionary<(int, int), MergeRule>();
        var table = new MergeTable(28);
        for (var rank = 0; rank < 25; rank++)
        {
            var (left, right) = (random.Next(pieces.Count), random.Next(pieces.Count));
            var merged = pieces[left] + pieces[right];
            var id = pieces.IndexOf(merged);
            if (id < 0)
            {
                id = pieces.Count;
                pieces.Add(merged);
            }

            rules[(left, right)] = new MergeRule(rank, id);
            table.Set(left, right, new MergeRule(rank, id));
        }

        return (rules, table);
    }

    private static List<int> Naive(List<int> symbols, Dictionary<(int, int), MergeRule> rules)
    {
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(symbols.Count - 1, 0))
                .Where(i => rules.ContainsKey((symbols[i], symbols[i + 1])))
                .OrderBy(i => rules[(symbols[i], symbols[i + 1])].Rank)
                .Select(i => (int?)i)
                .FirstOrDefault();
            if (best is not { } at)
            {
                return symbols;
            }

            symbols[at] = rules[(symbols[at], symbols[at + 1])].Id;
            symbols.RemoveAt(at + 1);
        }
    }
}
