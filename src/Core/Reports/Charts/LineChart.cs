namespace SteerScope.Reports.Charts;

/// <summary>Lines with bands over a numeric axis.</summary>
internal sealed class LineChart(IReadOnlyList<LineSeries> series, string acrossLabel, string upLabel)
{
    /// <summary>Points nearer to each other than this get no marks: they would make a blot of the line.</summary>
    private const double MarkRoom = 9;

    /// <summary>The range of the vertical axis; null takes that of the series, with zero.</summary>
    public Extent? Domain { get; init; }

    /// <summary>Whether only whole numbers lie on the horizontal axis.</summary>
    public bool WholeAcross { get; init; }

    /// <summary>A value of the horizontal axis to point out; null for none.</summary>
    public double? Focus { get; init; }

    /// <summary>A horizontal line; null for none.</summary>
    public ReferenceLine? Level { get; init; }

    /// <summary>Range of all values and bands.</summary>
    public static Extent RangeOf(IEnumerable<LineSeries> series) =>
        Extent.Of(series.SelectMany(one => one.Points).SelectMany(point => new[] { point.Low, point.High })).With(0);

    /// <summary>Draws it.</summary>
    public void Draw(Canvas canvas, ChartText text, double width, double plotHeight)
    {
        const double top = 34;
        var bottom = top + plotHeight;
        var vertical = new LinearScale(Domain ?? RangeOf(series), bottom, top, 4);
        var left = Axes.LeftWidth(vertical);
        var right = width - Axes.RightMargin;
        var across = Extent.Of(series.SelectMany(one => one.Points).Select(point => (double?)point.X));
        var room = across.High > across.Low ? (across.High - across.Low) * 0.03 : 0.5;
        var horizontal = new LinearScale(new Extent(across.Low - room, across.High + room), left, right, Axes.TickCount(right - left, 40), WholeAcross, round: false);

        canvas.Begin(text, width, bottom + Axes.BottomHeight);
        canvas.Text(0, 14, TextWidth.Fit(upLabel, Canvas.FontSize, width), "axis-label");
        Axes.Left(canvas, vertical, left, right);
        if (Focus is { } focus && focus >= across.Low && focus <= across.High)
        {
            canvas.Line(horizontal.At(focus), top - 4, horizontal.At(focus), bottom, "focus");
        }

        Axes.Bottom(canvas, horizontal, null, bottom, left, right, acrossLabel);
        DrawLevel(canvas, vertical, left, right);
        foreach (var one in series)
        {
            DrawBand(canvas, one, horizontal, vertical);
        }

        foreach (var one in series)
        {
            DrawLine(canvas, one, horizontal, vertical);
        }

        canvas.End();
    }

    private static void DrawBand(Canvas canvas, LineSeries one, LinearScale horizontal, LinearScale vertical)
    {
        foreach (var run in one.Runs().Where(run => run.All(point => point.HasBand)))
        {
            if (run.Count == 1)
            {
                var x = horizontal.At(run[0].X);
                canvas.Line(x, vertical.At(run[0].Low!.Value), x, vertical.At(run[0].High!.Value), "line " + one.Style.Css);
                continue;
            }

            var upper = run.Select(point => (horizontal.At(point.X), vertical.At(point.High!.Value)));
            var lower = run.Reverse().Select(point => (horizontal.At(point.X), vertical.At(point.Low!.Value)));
            canvas.Path(upper.Concat(lower), "band " + one.Style.Css, closed: true);
        }
    }

    private void DrawLine(Canvas canvas, LineSeries one, LinearScale horizontal, LinearScale vertical)
    {
        foreach (var run in one.Runs())
        {
            if (run.Count > 1)
            {
                canvas.Path(run.Select(point => (horizontal.At(point.X), vertical.At(point.Y!.Value))), "line " + one.Style.Css, dash: one.Style.Dash);
            }

            var spacing = run.Count < 2 ? double.MaxValue : (horizontal.At(run[^1].X) - horizontal.At(run[0].X)) / (run.Count - 1);
            foreach (var point in run)
            {
                var spread = point.HasBand ? $" ± {NumberText.Significant(point.Spread)}" : "";
                var title = $"{one.Name}, {acrossLabel} {NumberText.Tick(point.X, WholeAcross ? 0 : 1, false)}: {NumberText.Significant(point.Y)}{spread}";
                canvas.Mark(one.Style.Marker, horizontal.At(point.X), vertical.At(point.Y!.Value), spacing < MarkRoom ? 1.5 : 4.5, one.Style.Css, title);
            }
        }
    }

    private void DrawLevel(Canvas canvas, LinearScale vertical, double left, double right)
    {
        if (Level is { } level)
        {
            var y = vertical.At(level.Value);
            canvas.Line(left, y, right, y, "line thin " + level.Css, level.Dash);
            canvas.Text(right, y - 5, level.Label, "mark-label " + level.Css, "end");
        }
    }
}
