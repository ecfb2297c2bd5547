using SteerScope.Steering;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class LetterBalanceTests
{
    [Fact]
    public void Of_HalfAndHalf_IsBalanced()
    {
        var balance = LetterBalance.Of([("A", "B"), ("B", "A")]);
        Assert.Equal(0, balance.Imbalance);
        Assert.Null(balance.Warning(0));
    }

    [Fact]
    public void Of_AlwaysA_IsAPureLetterVector() =>
        Assert.Equal(1, LetterBalance.Of(Enumerable.Repeat(("A", "B"), 7)).Imbalance);

    [Fact]
    public void Warning_Unbalanced_NamesTheCounts()
    {
        var balance = LetterBalance.Of(Enumerable.Repeat(("B", "A"), 13).Concat(Enumerable.Repeat(("A", "B"), 7)));
        Assert.Equal(0.3, balance.Imbalance, 1e-12);
        Assert.Equal(
            "The letters of the 20 matching answers are not balanced (7 x A, 13 x B), so that 30 % of the difference between the letters stays in the steering vector, which is then partly a letter vector.",
            balance.Warning());
    }

    [Fact]
    public void Of_ThreeLetters_CountsWhatDoesNotCancel() =>
        Assert.Equal(0.5, LetterBalance.Of([("A", "B"), ("B", "C")]).Imbalance);
}
