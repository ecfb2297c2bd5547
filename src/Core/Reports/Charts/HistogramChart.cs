namespace SteerScope.Reports.Charts;

/// <summary>A histogram with marked values. Bins of unequal width are drawn by density, so that areas stay true.</summary>
internal sealed class HistogramChart(IReadOnlyList<HistogramBin> bins, IReadOnlyList<ReferenceLine> lines, string valueLabel)
{
    private const double Row = 22;

    /// <summary>A marked value farther out than this many times the highest bin would squeeze the histogram: it is drawn at the edge with an arrow.</summary>
    private const double Reach = 3;

    /// <summary>Draws it.</summary>
    public void Draw(Canvas canvas, ChartText text, double width, double plotHeight)
    {
        var top = (lines.Count * Row) + 24;
        var bottom = top + plotHeight;
        var equal = bins.Count == 0 || bins.All(bin => Math.Abs(bin.High - bin.Low - (bins[0].High - bins[0].Low)) <= 1e-6 * Math.Abs(bins[0].High - bins[0].Low));
        var vertical = new LinearScale(Extent.Of(bins.Select(bin => (double?)Height(bin, equal))).With(0), bottom, top, 4, whole: equal);
        var left = Axes.LeftWidth(vertical);
        var right = width - Axes.RightMargin;
        var horizontal = new LinearScale(Domain(), left, right, Axes.TickCount(right - left), round: false);

        canvas.Begin(text, width, bottom + Axes.BottomHeight);
        Axes.Left(canvas, vertical, left, right);
        Axes.Bottom(canvas, horizontal, top, bottom, left, right, valueLabel);
        canvas.Text(0, top - 16, equal ? "tokens" : "tokens per unit", "axis-label");
        foreach (var bin in bins)
        {
            var title = $"{NumberText.Significant(bin.Low)} to {NumberText.Significant(bin.High)}: {NumberText.Count(bin.Count)} tokens";
            canvas.Rectangle(horizontal.At(bin.Low), bottom, horizontal.At(bin.High), vertical.At(Height(bin, equal)), "bar c-text", title);
        }

        for (var index = 0; index < lines.Count; index++)
        {
            Mark(canvas, horizontal, lines[index], 16 + (index * Row), bottom, left, right);
        }

        canvas.End();
    }

    private static double Height(HistogramBin bin, bool equal) =>
        equal ? bin.Count : bin.High > bin.Low ? bin.Count / (bin.High - bin.Low) : 0;

    private static void Mark(Canvas canvas, LinearScale horizontal, ReferenceLine line, double y, double bottom, double left, double right)
    {
        var beyond = line.Value > horizontal.High;
        var x = horizontal.At(line.Value);
        var label = beyond ? line.Label + " →" : line.Label;
        var toLeft = x > (left + right) / 2;
        if (!beyond)
        {
            canvas.Line(x, y - 12, x, bottom, "line " + line.Css, line.Dash);
        }

        canvas.Text(toLeft ? x - 7 : x + 7, y, TextWidth.Fit(label, Canvas.FontSize, (toLeft ? x - 7 : right - x) + 7), "mark-label " + line.Css, toLeft ? "end" : "start");
    }

    private Extent Domain()
    {
        var data = Extent.Of(bins.SelectMany(bin => new double?[] { bin.Low, bin.High })).With(0);
        var limit = bins.Count == 0 ? double.PositiveInfinity : data.High * Reach;
        return lines.Where(line => double.IsFinite(line.Value) && line.Value <= limit).Aggregate(data, (extent, line) => extent.With(line.Value * 1.02));
    }
}
