namespace SteerScope.Reports.Charts;

/// <summary>
/// Rows along one horizontal axis, each with a label at the left, a bar, box or mark, and its number at the right.
/// The numbers have a column of their own, so that they can be compared and never run into a mark.
/// </summary>
internal sealed class RowChart(IReadOnlyList<ChartRow> rows, string valueLabel)
{
    private const double RowHeight = 26;
    private const double HeadingHeight = 27;
    private const double LineHeight = 20;

    /// <summary>The range of the axis; null takes that of the rows and lines, with zero.</summary>
    public Extent? Domain { get; init; }

    /// <summary>Lines across all rows.</summary>
    public IReadOnlyList<ReferenceLine> Lines { get; init; } = [];

    /// <summary>Rows of all charts whose axes should have one length, this one's included; null when it stands alone.</summary>
    public IReadOnlyList<ChartRow>? Alike { get; init; }

    /// <summary>What the rows are, above their labels; null for nothing.</summary>
    public string? RowsLabel { get; init; }

    /// <summary>From where on to the right the plot is shaded; null for nowhere.</summary>
    public double? ShadedFrom { get; init; }

    /// <summary>Draws it.</summary>
    public void Draw(Canvas canvas, ChartText text, double width)
    {
        var alike = Alike ?? rows;
        var labelWidth = Math.Min(alike.Select(row => TextWidth.Of(row.Label, Canvas.FontSize)).DefaultIfEmpty(0).Max(), width * 0.38) + 8;
        var valueWidth = alike.Select(row => TextWidth.Of(NumberText.Significant(row.Value), Canvas.FontSize)).DefaultIfEmpty(0).Max() + 10;
        var (left, right) = (labelWidth, width - valueWidth - 4);
        var top = (Math.Max(Lines.Count, RowsLabel is null ? 0 : 1) * LineHeight) + 6;
        var bottom = top + rows.Sum(row => RowHeight + (row.Heading is null ? 0 : HeadingHeight)) + 4;
        var domain = Domain ?? Extent.Of(rows.SelectMany(row => row.Values).Concat(Lines.Select(line => (double?)line.Value))).With(0);
        var marks = rows.Any(row => row.Mark is RowMark.Box or RowMark.Point);
        var scale = new LinearScale(domain.Widened().Padded(marks), left, right, Axes.TickCount(right - left, 45), round: false);

        canvas.Begin(text, width, bottom + Axes.BottomHeight);
        canvas.Hatch(text.Id + "-hatch", "c-shared");
        if (ShadedFrom is { } from && from < scale.High)
        {
            canvas.Rectangle(scale.At(from), top, right, bottom, "shade", $"active above {NumberText.Significant(from)}");
        }

        Axes.Bottom(canvas, scale, top, bottom, left, right, valueLabel);
        DrawLines(canvas, scale, left, right, bottom);
        if (RowsLabel is not null)
        {
            canvas.Text(0, 14, RowsLabel, "axis-label");
        }

        var y = top;
        foreach (var row in rows)
        {
            if (row.Heading is not null)
            {
                y += HeadingHeight;
                canvas.Text(0, y - 8, row.Heading, "row-heading");
            }

            DrawRow(canvas, scale, row, y + (RowHeight / 2) + 1, (labelWidth, width), text.Id + "-hatch");
            y += RowHeight;
        }

        canvas.End();
    }

    private static void DrawRow(Canvas canvas, LinearScale scale, ChartRow row, double y, (double Label, double Full) widths, string hatch)
    {
        canvas.Text(0, y + 5, TextWidth.Fit(row.Label, Canvas.FontSize, widths.Label - 4), "row-label");
        canvas.Text(widths.Full - 2, y + 5, NumberText.Significant(row.Value), "row-value", "end");
        if (row.Value is not { } value || !double.IsFinite(value))
        {
            return;
        }

        var x = scale.At(value);
        switch (row.Mark)
        {
            case RowMark.Bar or RowMark.StripedBar:
                var striped = row.Mark == RowMark.StripedBar;
                canvas.Rectangle(scale.At(0), y - 8, x, y + 8, "bar " + row.Css, row.Title, striped ? hatch : null);
                canvas.Line(x, y - 8, x, y + 8, "line " + row.Css);
                break;
            case RowMark.Box when row.Quantiles is { } q && row.Values.All(number => number is { } finite && double.IsFinite(finite)):
                canvas.Line(scale.At(q.P05), y, scale.At(q.P95), y, "line " + row.Css);
                canvas.Line(scale.At(q.P05), y - 5, scale.At(q.P05), y + 5, "line " + row.Css);
                canvas.Line(scale.At(q.P95), y - 5, scale.At(q.P95), y + 5, "line " + row.Css);
                canvas.Rectangle(scale.At(q.P25), y - 8, scale.At(q.P75), y + 8, "box " + row.Css, row.Title);
                canvas.Line(scale.At(q.P50), y - 8, scale.At(q.P50), y + 8, "line median " + row.Css);
                canvas.Mark(row.Marker, x, y, 4, row.Css, row.Title);
                break;
            default:
                canvas.Mark(row.Marker, x, y, 6, row.Css, row.Title);
                break;
        }
    }

    private void DrawLines(Canvas canvas, LinearScale scale, double left, double right, double bottom)
    {
        for (var index = 0; index < Lines.Count; index++)
        {
            var line = Lines[index];
            var y = (index * LineHeight) + 14;
            var x = scale.At(line.Value);
            var half = TextWidth.Of(line.Label, Canvas.FontSize) / 2;
            canvas.Line(x, y + 4, x, bottom, "line thin " + line.Css, line.Dash);
            var anchor = x - half < 0 ? "start" : x + half > right ? "end" : "middle";
            canvas.Text(anchor == "start" ? Math.Max(0, Math.Min(x, left)) : anchor == "end" ? Math.Max(x, right) : x, y, line.Label, "mark-label " + line.Css, anchor);
        }
    }
}
