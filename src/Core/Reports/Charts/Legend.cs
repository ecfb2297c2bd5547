using SteerScope.Reports.Pages;

namespace SteerScope.Reports.Charts;

/// <summary>A legend in HTML, which wraps on a narrow screen as an SVG cannot.</summary>
internal static class Legend
{
    /// <summary>Entries of lines with marks.</summary>
    public static void Draw(Markup markup, IEnumerable<(string Name, SeriesStyle Style)> entries)
    {
        markup.Open("ul", ("class", "legend"));
        foreach (var (name, style) in entries)
        {
            Swatch(markup, name, canvas =>
            {
                canvas.Line(1, 9, 39, 9, "line " + style.Css, style.Dash);
                canvas.Mark(style.Marker, 20, 9, 4.5, style.Css);
            });
        }

        markup.CloseLine();
    }

    /// <summary>Entries of fills or marks.</summary>
    public static void DrawSwatches(Markup markup, IEnumerable<(string Name, Action<Canvas> Draw)> entries)
    {
        markup.Open("ul", ("class", "legend"));
        foreach (var (name, draw) in entries)
        {
            Swatch(markup, name, draw);
        }

        markup.CloseLine();
    }

    private static void Swatch(Markup markup, string name, Action<Canvas> draw)
    {
        markup.Open("li").Open("svg", ("class", "swatch"), ("viewBox", "0 0 40 18"), ("width", "40"), ("height", "18"), ("aria-hidden", "true"));
        draw(new Canvas(markup));
        markup.Close().Text(name).CloseLine();
    }
}
