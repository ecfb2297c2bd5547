using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>The frame of one numbered figure: heading, panels, legend, caption with the takeaway first, and its numbers as tables.</summary>
internal sealed class FigureFrame(Markup markup, int number, string heading)
{
    /// <summary>Width of a panel; two stand side by side on a desk, one fills a phone.</summary>
    public const double PanelWidth = 340;

    /// <summary>Width of a chart that stands alone.</summary>
    public const double FullWidth = 720;

    private int _panels;

    /// <summary>The id of the figure on the page.</summary>
    public string Id => $"figure-{number}";

    /// <summary>The canvas to draw on.</summary>
    public Canvas Canvas { get; } = new(markup);

    /// <summary>Says why the figure is not there.</summary>
    public void Missing(string why)
    {
        Open();
        markup.Leaf("p", $"Figure {number} is left out: {why}", ("class", "missing"));
        markup.CloseLine();
    }

    /// <summary>Draws the figure.</summary>
    public void Draw(Action panels, string takeaway, string caption, IReadOnlyList<DataTable> tables)
    {
        Open();
        markup.Open("figure").Open("div", ("class", "plot"));
        panels();
        markup.CloseLine();
        markup.Open("figcaption").Leaf("b", $"Figure {number}. {takeaway}").Text(" " + caption).CloseLine();
        markup.CloseLine();
        DataTable.WriteFolded(markup, $"Numbers of figure {number}", tables);
        markup.CloseLine();
    }

    /// <summary>Puts panels side by side.</summary>
    public void Grid(Action panels)
    {
        markup.Open("div", ("class", "panels"));
        panels();
        markup.CloseLine();
    }

    /// <summary>One panel with a heading of its own; the chart gets a text with an id that is unique on the page.</summary>
    public void Panel(string title, string description, Action<ChartText> draw)
    {
        markup.Open("div", ("class", "panel")).Leaf("p", title, ("class", "panel-title"));
        draw(NextText(title, description));
        markup.CloseLine();
    }

    /// <summary>A chart across the whole figure, drawn once for a desk and once for a phone; only one of the two is ever shown.</summary>
    public void Full(string title, string description, Action<ChartText, double> draw)
    {
        foreach (var (css, width) in new[] { ("wide", FullWidth), ("narrow", PanelWidth) })
        {
            markup.Open("div", ("class", css));
            draw(NextText(title, description), width);
            markup.CloseLine();
        }
    }

    private ChartText NextText(string title, string description) => new($"{Id}-{++_panels}", title, description);

    private void Open() => markup.Open("section", ("class", "figure"), ("id", Id)).Leaf("h3", heading);
}
