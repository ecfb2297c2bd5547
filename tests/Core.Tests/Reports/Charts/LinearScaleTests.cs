using FsCheck;
using FsCheck.Xunit;
using SteerScope.Reports.Charts;
using Xunit;

namespace SteerScope.Core.Tests.Reports.Charts;

public sealed class LinearScaleTests
{
    [Property]
    public void Ticks_AnyRange_AreInsideAscendingAndFew(NormalFloat one, NormalFloat other, PositiveInt count)
    {
        var scale = new LinearScale(new Extent(Math.Min(one.Get, other.Get), Math.Max(one.Get, other.Get)), 0, 100, Math.Min(count.Get, 10));

        Assert.InRange(scale.Ticks.Count, 1, 20);
        Assert.All(scale.Ticks, tick => Assert.InRange(scale.At(tick.Value), 0, 100));
        Assert.All(scale.Ticks.Zip(scale.Ticks.Skip(1)), pair => Assert.True(pair.First.Value < pair.Second.Value));
    }

    [Fact]
    public void Ticks_RoundRange_AreRoundNumbers() =>
        Assert.Equal(["0", "0.2", "0.4", "0.6", "0.8", "1.0"], new LinearScale(new Extent(0, 0.97), 0, 100, 5).Ticks.Select(tick => tick.Label));

    [Fact]
    public void Ticks_LargeRange_UsePowersOfTen() =>
        Assert.Equal(["0", "5×10⁵", "1×10⁶", "1.5×10⁶", "2×10⁶"], new LinearScale(new Extent(0, 2e6), 0, 100, 4).Ticks.Select(tick => tick.Label));

    [Fact]
    public void Ticks_OneValue_GetsRoomAroundIt()
    {
        var scale = new LinearScale(new Extent(5, 5), 0, 100, 4);

        Assert.InRange(scale.At(5), 20, 80);
    }

    [Fact]
    public void Ticks_WholeNumbers_NeverFallBetween() =>
        Assert.All(new LinearScale(new Extent(0, 3), 0, 100, 10, whole: true).Ticks, tick => Assert.Equal(Math.Round(tick.Value), tick.Value));

    [Fact]
    public void Ticks_RoundRange_CountTheirStepsFromZero() =>
        Assert.Equal([-2.0, -1.0, 0.0, 1.0], new LinearScale(new Extent(-1, 0.5), 0, 100, 4).Ticks.Select(tick => tick.Index));

    [Fact]
    public void At_OutsideTheRange_GivesTheNearestEnd()
    {
        var scale = new LinearScale(new Extent(0, 10), 50, 150, 5);

        Assert.Equal(50, scale.At(-1e9));
        Assert.Equal(150, scale.At(double.PositiveInfinity));
    }

    [Fact]
    public void Of_ValuesThatAreNone_PassesThemOver() =>
        Assert.Equal(new Extent(-2, 3), Extent.Of([double.NaN, 3, null, double.PositiveInfinity, -2]));

    [Fact]
    public void Of_NoValues_GivesAUnitRange() => Assert.Equal(new Extent(0, 1), Extent.Of([null, double.NaN]));
}
