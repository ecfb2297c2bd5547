using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>Figure 5: steerability by layer, share of anti-steerable examples, and propensity curves.</summary>
internal static class SteerabilitySection
{
    private const double PlotHeight = 180;

    /// <summary>Writes it.</summary>
    public static void Write(Markup markup, FigureFrame frame, SteerabilityFigure figure, int layer)
    {
        string[] vectors = [.. figure.Series.Select(series => series.Vector).Concat(figure.Curves.Select(curve => curve.Vector)).Distinct(StringComparer.Ordinal)];
        string[] positions = [.. figure.Series.Select(series => series.Positions).Concat(figure.Curves.Select(curve => curve.Positions)).Distinct(StringComparer.Ordinal)];
        SeriesStyle Style(string vector) => SeriesStyle.Of(Array.IndexOf(vectors, vector));

        frame.Draw(
            () =>
            {
                Legend.Draw(markup, vectors.Select(vector => (vector, Style(vector))));
                var slopes = figure.Series.Select(series => (series.Positions, Line: new LineSeries(series.Vector, Style(series.Vector), [.. series.Layers.Select(point => new LinePoint(point.Layer, point.Mean, point.Std))]))).ToList();
                Row(frame, positions, slopes, "Slope by layer", lines => new LineChart(lines, "layer", "mean slope ± std, logits") { WholeAcross = true, Focus = layer, Domain = LineChart.RangeOf(slopes.Select(entry => entry.Line)) });
                var shares = figure.Series.Select(series => (series.Positions, Line: new LineSeries(series.Vector, Style(series.Vector), [.. series.Layers.Select(point => new LinePoint(point.Layer, point.AntiSteerable * 100))]))).ToList();
                Row(frame, positions, shares, "Anti-steerable examples", lines => new LineChart(lines, "layer", "examples with slope < 0, %") { WholeAcross = true, Focus = layer, Domain = new Extent(0, 100) });
                var curves = figure.Curves.Select(curve => (curve.Positions, Line: new LineSeries(curve.Vector, Style(curve.Vector), [.. curve.Points.Select(point => new LinePoint(point.Multiplier, point.Mean, point.Std))]))).ToList();
                Row(frame, positions, curves, $"Propensity, layer {layer}", lines => new LineChart(lines, "multiplier", figure.Metric) { Domain = LineChart.RangeOf(curves.Select(entry => entry.Line)) });
            },
            Takeaway(figure, layer),
            $"Steerability is the least-squares slope of {figure.Metric} over the multipliers, per example; line, mean; band, one standard deviation over the examples. One column per positions mode: where the vector is added. An example whose slope is below 0 is steered the wrong way. The vertical line marks layer {layer}. Panels of a row share their axis.",
            [Slopes(figure), Propensities(figure, layer)]);
    }

    private static void Row(FigureFrame frame, string[] positions, List<(string Positions, LineSeries Line)> all, string title, Func<IReadOnlyList<LineSeries>, LineChart> chart)
    {
        if (!all.Any(entry => entry.Line.Points.Any(point => point.Exists)))
        {
            return;
        }

        frame.Grid(() =>
        {
            foreach (var mode in positions)
            {
                List<LineSeries> lines = [.. all.Where(entry => entry.Positions == mode).Select(entry => entry.Line)];
                frame.Panel($"{title}, {mode}", Description(lines), text => chart(lines).Draw(frame.Canvas, text, FigureFrame.PanelWidth, PlotHeight));
            }
        });
    }

    private static string Description(List<LineSeries> lines) => string.Join("; ", lines.Where(line => line.Points.Any(point => point.Exists)).Select(line =>
    {
        var range = Extent.Of(line.Points.Select(point => point.Y));
        return $"{line.Name} from {NumberText.Significant(range.Low)} to {NumberText.Significant(range.High)}";
    })) + ". All numbers are in the table below.";

    private static string Takeaway(SteerabilityFigure figure, int layer)
    {
        var at = figure.Series.Select(series => (Series: series, Slope: series.Layers.FirstOrDefault(point => point.Layer == layer))).Where(entry => entry.Slope is not null).ToList();
        if (at.Count == 0)
        {
            return $"No slope was measured at layer {layer}.";
        }

        var mode = at[0].Series.Positions;
        var parts = at.Where(entry => entry.Series.Positions == mode).Select(entry =>
            $"the {entry.Series.Vector} has slope {NumberText.Significant(entry.Slope!.Mean)} ± {NumberText.Significant(entry.Slope.Std)}"
            + (entry.Slope.AntiSteerable is { } share ? $" ({NumberText.Percent(share)} of examples the wrong way)" : ""));
        return $"At layer {layer}, positions {mode}: {string.Join("; ", parts)}.";
    }

    private static DataTable Slopes(SteerabilityFigure figure) => new(
        "Slopes by layer",
        ["Vector", "Positions", "Layer", "Mean slope", "Std", "Anti-steerable", "Examples"],
        [.. figure.Series.SelectMany(series => series.Layers.Select(point => (IReadOnlyList<string>)
            [series.Vector, series.Positions, $"{point.Layer}", NumberText.Significant(point.Mean), NumberText.Significant(point.Std), NumberText.Percent(point.AntiSteerable), NumberText.Count(point.Count)]))]);

    private static DataTable Propensities(SteerabilityFigure figure, int layer) => new(
        $"Propensity over the multipliers, layer {layer}",
        ["Vector", "Positions", "Multiplier", "Mean", "Std"],
        [.. figure.Curves.SelectMany(curve => curve.Points.Select(point => (IReadOnlyList<string>)
            [curve.Vector, curve.Positions, NumberText.Significant(point.Multiplier), NumberText.Significant(point.Mean), NumberText.Significant(point.Std)]))]);
}
