using FsCheck.Xunit;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class PairSplitTests
{
    [Fact]
    public void Create_FileOrder_TakesUsableRowsInOrder()
    {
        var split = PairSplit.Create(Behaviour("ABxABAB"), new SplitOptions { Train = 3, Test = 2 });
        Assert.Equal([1, 2, 4], split.TrainLines);
        Assert.Equal([5, 6], split.TestLines);
        Assert.Equal([("A", 2), ("B", 1)], split.TrainLetters());
        Assert.Empty(split.PassedOver);
    }

    [Fact]
    public void Create_Python_ShufflesAllRowsOfTheFile()
    {
        // random.Random(0).shuffle(list(range(10))) is [7, 8, 1, 5, 3, 4, 2, 0, 9, 6]; row 8 cannot be used.
        var split = PairSplit.Create(Behaviour("ABABABABxB"), new SplitOptions { Train = 3, Test = 2, Order = SplitOrder.Python, Seed = 0 });
        Assert.Equal([8, 2, 6], split.TrainLines);
        Assert.Equal([4, 5], split.TestLines);
    }

    [Fact]
    public void Create_Ranges_AreFloorsOfAllRows()
    {
        var options = new SplitOptions { TrainRange = Range("0%:40%"), TestRange = Range("50%:100%") };
        var split = PairSplit.Create(Behaviour("AxBABABAB"), options);
        Assert.Equal([1, 3], split.TrainLines);
        Assert.Equal([5, 6, 7, 8, 9], split.TestLines);
        Assert.Equal([5, 6], PairSplit.Create(Behaviour("AxBABABAB"), options with { Test = 2 }).TestLines);
    }

    [Fact]
    public void Create_Balanced_TakesBothLettersAlikeAndTestsOnLaterPairs()
    {
        var split = PairSplit.Create(Behaviour("AAAABABBAB"), new SplitOptions { Train = 4, Test = 2, BalanceLetters = true });
        Assert.Equal([1, 2, 5, 7], split.TrainLines);
        Assert.Equal([3, 4, 6], split.PassedOver.Select(pair => pair.Line));
        Assert.Equal([8, 9], split.TestLines);
        Assert.Equal([("A", 2), ("B", 2)], split.TrainLetters());
    }

    [Fact]
    public void Create_BalancedThreeLetters_CancelsEachLetter()
    {
        var pairs = new[] { ('A', 'C'), ('B', 'A'), ('C', 'A'), ('A', 'B'), ('B', 'C') };
        var split = PairSplit.Create(Behaviour(pairs), new SplitOptions { Train = 4, Test = 1, BalanceLetters = true });
        Assert.Equal([1, 2, 3, 4], split.TrainLines);
        Assert.Equal([5], split.TestLines);
    }

    [Fact]
    public void Create_BalancedRange_TakesAllThatFindAPartner()
    {
        var split = PairSplit.Create(Behaviour("AAABAAAAAB"), new SplitOptions { TrainRange = Range("0%:50%"), TestRange = Range("50%:100%"), BalanceLetters = true });
        Assert.Equal([1, 4], split.TrainLines);
        Assert.Equal([2, 3, 5], split.PassedOver.Select(pair => pair.Line));
        Assert.Equal(5, split.Test.Count);
    }

    [Theory]
    [InlineData(5, 3, false, "prompts.test asks for 3 pairs, but only 2 can be had (of 8 rows 7 are usable")]
    [InlineData(8, 0, false, "prompts.train asks for 8 pairs, but only 7 can be had")]
    [InlineData(6, 0, true, "prompts.train asks for 6 pairs, but only 4 with balanced letters can be had")]
    public void Create_TooFewPairs_SaysHowManyThereAre(int train, int test, bool balance, string expected)
    {
        var error = Assert.Throws<InputException>(() => PairSplit.Create(Behaviour("AAABxABA"), new SplitOptions { Train = train, Test = test, BalanceLetters = balance }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoTest_TestsNothing() => Assert.Empty(PairSplit.Create(Behaviour("AB"), new SplitOptions { Train = 2, Test = 0 }).Test);

    [Fact]
    public void Create_WrongOptions_Throws()
    {
        Assert.Throws<ArgumentException>(() => PairSplit.Create(Behaviour("AB"), new SplitOptions { TrainRange = Range("0%:10%") }));
        Assert.Throws<ArgumentException>(() => PairSplit.Create(Behaviour("AB"), new SplitOptions { TrainRange = Range("0%:50%"), TestRange = Range("49%:60%") }));
        Assert.Throws<ArgumentException>(() => PairSplit.Create(Behaviour("AB"), new SplitOptions { Train = 3, BalanceLetters = true }));
        Assert.Throws<ArgumentException>(() => PairSplit.Create(Behaviour("AB"), new SplitOptions { Train = 0 }));
    }

    [Theory]
    [InlineData("0%:40%", true)]
    [InlineData("99%:100%", true)]
    [InlineData("40%:40%", false)]
    [InlineData("0%:101%", false)]
    [InlineData("0:40", false)]
    [InlineData("-1%:40%", false)]
    [InlineData("0%:40%\n", false)]
    [InlineData("٣%:40%", false)]
    [InlineData(null, false)]
    public void TryParse_Range_TakesOnlyItsForm(string? text, bool valid) => Assert.Equal(valid, PercentRange.TryParse(text, out _));

    [Property]
    public bool Create_Balanced_AlwaysCancels(bool[] letters, byte order)
    {
        var half = letters.Count(letter => letter) is var a ? Math.Min(a, letters.Length - a) : 0;
        if (half == 0)
        {
            return true;
        }

        var text = string.Concat(letters.Select(letter => letter ? 'A' : 'B'));
        var split = PairSplit.Create(Behaviour(text), new SplitOptions { Train = 2 * half, Test = 0, BalanceLetters = true, Order = (SplitOrder)(order % 3), Seed = order });
        return split.TrainLetters().All(count => count.Count == half) && split.TrainLines.Distinct().Count() == 2 * half;
    }

    private static PercentRange Range(string text) => PercentRange.TryParse(text, out var range) ? range : throw new ArgumentException(text, nameof(text));

    /// <summary>A letter per row is the matching one of A and B; x is a row that cannot be used.</summary>
    private static TokenizedBehaviour Behaviour(string letters) => Behaviour([.. letters.Select(letter => (letter, letter == 'A' ? 'B' : letter == 'B' ? 'A' : 'x'))]);

    private static TokenizedBehaviour Behaviour((char Matching, char Other)[] rows)
    {
        var pairs = rows.Select((row, i) => (ContrastivePair)new TextPair(i, i + 1, "Q", row.Matching == 'x' ? "same)" : $"{row.Matching}", row.Other == 'x' ? "no" : $"{row.Other}"));
        var options = new PairTokenizerOptions { Letters = LetterRule.Only };
        return new PairTokenizer(new ToyTokenizer(), options).Tokenize(new BehaviourDataset("toy", "toy.jsonl", [.. pairs], []));
    }
}
