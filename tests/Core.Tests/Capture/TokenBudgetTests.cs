using FsCheck;
using FsCheck.Xunit;
using SteerScope.Capture;
using Xunit;

namespace SteerScope.Core.Tests.Capture;

public sealed class TokenBudgetTests
{
    [Fact]
    public void Cut_SequenceAboveTheBudget_GoesAlone() =>
        Assert.Equal([0..2, 2..3, 3..5], TokenBudget.Cut([3, 2, 9, 1, 4], 5));

    [Fact]
    public void Cut_BudgetBelowOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => TokenBudget.Cut([1], 0).ToArray());

    [Property]
    public void Cut_AnyLengths_CoversThemInOrderAndAsFullAsTheBudgetAllows(PositiveInt[] tokens, PositiveInt budget)
    {
        int[] lengths = [.. tokens.Select(t => t.Get)];
        var next = 0;
        foreach (var range in TokenBudget.Cut(lengths, budget.Get))
        {
            var (first, count) = range.GetOffsetAndLength(lengths.Length);
            Assert.Equal(next, first);
            Assert.True(count > 0);
            var held = lengths.Skip(first).Take(count).Sum();
            Assert.True(count == 1 || held <= budget.Get);
            next = first + count;
            Assert.True(next == lengths.Length || held + lengths[next] > budget.Get);
        }

        Assert.Equal(lengths.Length, next);
    }
}
