using System.Globalization;
using System.Xml.Linq;
using SteerScope.Reports;
using SteerScope.Reports.Charts;
using SteerScope.Reports.Pages;
using Xunit;

namespace SteerScope.Core.Tests.Reports.Charts;

public sealed class HistogramChartTests
{
    [Fact]
    public void Draw_BinsOfUnequalWidth_KeepsAreasTrue()
    {
        var bars = Bars(Draw([new HistogramBin(0, 1, 10), new HistogramBin(1, 3, 10)], []));

        Assert.Equal(bars[0].Width * bars[0].Height, bars[1].Width * bars[1].Height, 1.0);
        Assert.Equal(2, bars[0].Height / bars[1].Height, 0.01);
    }

    [Fact]
    public void Draw_BinsOfEqualWidth_HaveHeightsLikeTheirCounts()
    {
        var bars = Bars(Draw([new HistogramBin(0, 1, 30), new HistogramBin(1, 2, 10), new HistogramBin(2, 3, 0)], []));

        Assert.Equal(3, bars[0].Height / bars[1].Height, 0.01);
        Assert.Equal(0, bars[2].Height);
    }

    [Fact]
    public void Draw_MarkWithinReach_StretchesTheAxisToIt()
    {
        var chart = Draw([new HistogramBin(1, 2, 5)], [new ReferenceLine(4, "vector 4", "c-vector")]);

        Assert.Single(chart.Elements("line"), line => (string?)line.Attribute("class") == "line c-vector");
        Assert.DoesNotContain("→", chart.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_MarkFarOut_PointsThereAndLeavesTheHistogramItsRoom()
    {
        var chart = Draw([new HistogramBin(1, 2, 5)], [new ReferenceLine(400, "vector 400", "c-vector")]);

        Assert.DoesNotContain(chart.Elements("line"), line => (string?)line.Attribute("class") == "line c-vector");
        Assert.Contains(chart.Elements("text"), text => text.Value == "vector 400 →");
        Assert.True(Bars(chart)[0].Width > 100);
    }

    private static XElement Draw(IReadOnlyList<HistogramBin> bins, IReadOnlyList<ReferenceLine> lines)
    {
        using var writer = new StringWriter();
        new HistogramChart(bins, lines, "L2 norm").Draw(new Canvas(new Markup(writer)), new ChartText("id", "title", "description"), 400, 200);
        return XElement.Parse(writer.ToString());
    }

    private static List<(double Width, double Height)> Bars(XElement chart) =>
        [.. chart.Elements("rect").Select(bar => (Read(bar, "width"), Read(bar, "height")))];

    private static double Read(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);
}
