using System.Globalization;
using SteerScope.Reports.Pages;

namespace SteerScope.Reports.Charts;

/// <summary>The drawing primitives of an inline SVG.</summary>
internal sealed class Canvas(Markup markup)
{
    /// <summary>Size of the text in charts, in SVG units; a chart is shown at one CSS pixel per unit or larger.</summary>
    public const double FontSize = 14;

    /// <summary>Opens the SVG, with title and description.</summary>
    public void Begin(ChartText text, double width, double height)
    {
        markup.Open(
            "svg",
            ("class", "chart"),
            ("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            ("width", Number(width)),
            ("height", Number(height)),
            ("role", "img"),
            ("aria-label", text.Title),
            ("aria-describedby", text.Id + "-desc"));
        markup.Leaf("title", text.Title);
        markup.Leaf("desc", text.Description, ("id", text.Id + "-desc"));
    }

    /// <summary>Closes the SVG.</summary>
    public void End() => markup.CloseLine();

    /// <summary>A pattern that fills with stripes of the current colour.</summary>
    public void Hatch(string id, string css)
    {
        markup.Open("defs").Open("pattern", ("id", id), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)"));
        markup.Empty("rect", ("width", "6"), ("height", "6"), ("class", "fill soft " + css));
        markup.Empty("rect", ("width", "3"), ("height", "6"), ("class", "fill " + css));
        markup.Close().CloseLine();
    }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string css, string? dash = null) => markup.Empty(
        "line", ("class", css), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke-dasharray", dash));

    /// <summary>A rectangle between two corners in any order, with a tooltip.</summary>
    public void Rectangle(double x1, double y1, double x2, double y2, string css, string? title = null, string? fill = null)
    {
        markup.Open(
            "rect",
            ("class", css),
            ("x", Number(Math.Min(x1, x2))),
            ("y", Number(Math.Min(y1, y2))),
            ("width", Number(Math.Abs(x2 - x1))),
            ("height", Number(Math.Abs(y2 - y1))),
            ("style", fill is null ? null : $"fill:url(#{fill})"));
        CloseWith(title);
    }

    /// <summary>A path through points; a closed one encloses an area.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string css, bool closed = false, string? dash = null)
    {
        var data = "M" + string.Join("L", points.Select(point => $"{Number(point.X)} {Number(point.Y)}"));
        markup.Empty("path", ("class", css), ("d", closed ? data + "Z" : data), ("stroke-dasharray", dash));
    }

    /// <summary>A mark, with a tooltip.</summary>
    public void Mark(MarkerShape shape, double x, double y, double radius, string css, string? title = null)
    {
        var open = shape == MarkerShape.OpenDiamond;
        markup.Open("path", ("class", $"{(open ? "mark-open" : "mark")} {css}"), ("d", Outline(shape, x, y, radius)));
        CloseWith(title);
    }

    /// <summary>A line of text. The anchor is start, middle or end.</summary>
    public void Text(double x, double y, string text, string css, string anchor = "start", string? transform = null) => markup.Leaf(
        "text", text, ("class", css), ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor == "start" ? null : anchor), ("transform", transform));

    /// <summary>A coordinate with at most two decimals.</summary>
    public static string Number(double value)
    {
        var text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    private static string Outline(MarkerShape shape, double x, double y, double r) => shape switch
    {
        MarkerShape.Circle => $"M{Number(x - r)} {Number(y)}a{Number(r)} {Number(r)} 0 1 0 {Number(2 * r)} 0a{Number(r)} {Number(r)} 0 1 0 {Number(-2 * r)} 0Z",
        MarkerShape.Square => $"M{Number(x - (0.9 * r))} {Number(y - (0.9 * r))}h{Number(1.8 * r)}v{Number(1.8 * r)}h{Number(-1.8 * r)}Z",
        MarkerShape.Triangle => $"M{Number(x)} {Number(y - (1.2 * r))}L{Number(x + (1.1 * r))} {Number(y + (0.8 * r))}L{Number(x - (1.1 * r))} {Number(y + (0.8 * r))}Z",
        _ => $"M{Number(x)} {Number(y - (1.3 * r))}L{Number(x + (1.3 * r))} {Number(y)}L{Number(x)} {Number(y + (1.3 * r))}L{Number(x - (1.3 * r))} {Number(y)}Z",
    };

    private void CloseWith(string? title)
    {
        if (title is not null)
        {
            markup.Leaf("title", title);
        }

        markup.CloseLine();
    }
}
