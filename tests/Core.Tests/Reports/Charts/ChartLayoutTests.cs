using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SteerScope.Reports.Charts;
using Xunit;

namespace SteerScope.Core.Tests.Reports.Charts;

/// <summary>What looking at a page would show, for every sample: nothing is cut off, and no two texts run into each other.</summary>
public sealed partial class ChartLayoutTests
{
    public static TheoryData<string> Samples => [.. SampleExtremes.All.Keys];

    [Fact]
    public void Chart_Sample_DrawsEveryPanel() => Assert.Equal(2 + 4 + 4 + 2 + 6 + 2, Charts("sample").Count);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Chart_AnyModel_TellsWhatItShows(string sample) => Assert.All(Charts(sample), chart =>
    {
        Assert.Equal("img", (string?)chart.Attribute("role"));
        Assert.False(string.IsNullOrWhiteSpace((string?)chart.Attribute("aria-label")));
        Assert.False(string.IsNullOrWhiteSpace(chart.Element("title")?.Value));
        Assert.Equal((string?)chart.Attribute("aria-describedby"), (string?)chart.Element("desc")?.Attribute("id"));
    });

    [Theory]
    [MemberData(nameof(Samples))]
    public void Chart_AnyModel_DrawsInsideItsFrame(string sample) => Assert.All(Charts(sample), chart =>
    {
        var (width, height) = Size(chart);
        foreach (var element in chart.Elements().Where(element => element.Name != "defs"))
        {
            Assert.All(Positions(element, "x", "x1", "x2"), x => Assert.InRange(x, -0.01, width));
            Assert.All(Positions(element, "y", "y1", "y2"), y => Assert.InRange(y, -0.01, height));
            Assert.All(Positions(element, "width", "height"), size => Assert.InRange(size, 0, width + height));
            if (element.Name == "path" && (string?)element.Attribute("d") is { } data)
            {
                Assert.All(Number().Matches(data), number => Assert.InRange(Read(number.Value), -width, width + height));
            }
        }
    });

    [Theory]
    [MemberData(nameof(Samples))]
    public void Chart_AnyModel_CutsNoTextAndOverlapsNone(string sample) => Assert.All(Charts(sample), chart =>
    {
        var (width, _) = Size(chart);
        var boxes = chart.Elements("text").Select(Box).ToList();
        Assert.All(boxes, box => Assert.True(box.Left > -1 && box.Right < width + 1, $"'{box.Text}' leaves the frame: {box.Left}..{box.Right} of {width}"));
        for (var one = 0; one < boxes.Count; one++)
        {
            for (var other = one + 1; other < boxes.Count; other++)
            {
                var apart = boxes[one].Right <= boxes[other].Left || boxes[other].Right <= boxes[one].Left || Math.Abs(boxes[one].Y - boxes[other].Y) >= 13;
                Assert.True(apart, $"'{boxes[one].Text}' runs into '{boxes[other].Text}'");
            }
        }
    });

    private static List<XElement> Charts(string sample) => [.. Page.Charts(Page.Parse(SampleExtremes.All[sample]()))];

    private static (double Width, double Height) Size(XElement chart)
    {
        var parts = ((string)chart.Attribute("viewBox")!).Split(' ');
        return (Read(parts[2]), Read(parts[3]));
    }

    private static (string Text, double Left, double Right, double Y) Box(XElement text)
    {
        var x = Read((string)text.Attribute("x")!);
        var width = TextWidth.Of(text.Value, Canvas.FontSize);
        var left = (string?)text.Attribute("text-anchor") switch
        {
            "end" => x - width,
            "middle" => x - (width / 2),
            _ => x,
        };
        return (text.Value, left, left + width, Read((string)text.Attribute("y")!));
    }

    private static IEnumerable<double> Positions(XElement element, params string[] names) =>
        names.Select(name => element.Attribute(name)).OfType<XAttribute>().Select(attribute => Read(attribute.Value));

    private static double Read(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
