using SteerScope.Reports.Charts;
using Xunit;

namespace SteerScope.Core.Tests.Reports.Charts;

public sealed class LineSeriesTests
{
    [Fact]
    public void Runs_GapsAndNumbersThatAreNone_BreakTheLine()
    {
        var series = new LineSeries("vector", SeriesStyle.Of(0), [new(0, 1), new(1, null), new(2, 3), new(3, 4), new(4, double.NaN), new(5, 6)]);

        Assert.Equal([[0.0], [2.0, 3.0], [5.0]], series.Runs().Select(run => run.Select(point => point.X)));
    }

    [Fact]
    public void Style_FirstSix_DifferInMoreThanColour()
    {
        var looks = Enumerable.Range(0, 6).Select(SeriesStyle.Of).Select(style => (style.Marker, style.Dash)).ToList();

        Assert.Equal(looks.Count, looks.Distinct().Count());
    }
}
