using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>Figure 3: default components.</summary>
internal static class DefaultComponentSection
{
    private const string Axis = "projection on the encoder direction";

    /// <summary>Writes it.</summary>
    public static void Write(FigureFrame frame, DefaultComponentFigure figure) => frame.Draw(
        () => frame.Grid(() =>
        {
            foreach (var component in figure.Components)
            {
                Panel(frame, component);
            }
        }),
        Takeaway(figure),
        "Projections x · W_enc on the features with the largest encoder bias, before the bias is added: box, quartiles; whiskers, 5 and 95 %; mark, mean. The dashed line is −b_enc, where bias and projection cancel; in the shaded part the feature is active. Whatever all inputs share cancels in matching minus not matching, and the bias that was there to offset it remains.",
        [Table(figure)]);

    private static void Panel(FigureFrame frame, DefaultComponent component)
    {
        var rows = new List<ChartRow>();
        Add(rows, "random text", component.RandomText, "c-text", MarkerShape.Circle);
        Add(rows, "matching", component.Matching, "c-matching", MarkerShape.Triangle);
        Add(rows, "not matching", component.NotMatching, "c-not-matching", MarkerShape.Square);
        rows.Add(new ChartRow("vector", component.Vector, RowMark.Point, "c-vector", MarkerShape.Diamond));
        if (component.ScaledVector is { } scaled)
        {
            rows.Add(new ChartRow("scaled vector", scaled, RowMark.Point, "c-vector", MarkerShape.OpenDiamond));
        }

        var chart = new RowChart(rows, Axis)
        {
            Lines = [new ReferenceLine(-component.EncoderBias, $"−b_enc = {NumberText.Significant(-component.EncoderBias)}", "c-reconstruction", "5 4")],
            ShadedFrom = component.Threshold is { } threshold ? Math.Max(0, threshold) - component.EncoderBias : null,
        };
        frame.Panel($"Feature {component.Feature}", Description(rows, component), text => chart.Draw(frame.Canvas, text, FigureFrame.PanelWidth));
    }

    private static void Add(List<ChartRow> rows, string label, Distribution? distribution, string css, MarkerShape marker)
    {
        if (distribution is { } values)
        {
            rows.Add(new ChartRow(label, values.Mean, RowMark.Box, css, marker, values.Quantiles));
        }
    }

    private static string Description(List<ChartRow> rows, DefaultComponent component) =>
        string.Join("; ", rows.Select(row => row.Title)) + $"; −b_enc {NumberText.Significant(-component.EncoderBias)}.";

    private static string Takeaway(DefaultComponentFigure figure)
    {
        var component = figure.Components[0];
        var text = component.RandomText is { } random ? $"projects {NumberText.Significant(random.Mean)} on feature {component.Feature}, whose bias" : $"has a projection on feature {component.Feature}, whose bias";
        return $"Ordinary text {text} of {NumberText.Significant(component.EncoderBias)} was learned on top of that; the vector projects {NumberText.Significant(component.Vector)}, so the bias alone {(IsLit(component) ? "switches the feature on" : "is left over")}.";
    }

    private static bool IsLit(DefaultComponent component) => component.ActiveOnVector ?? component.Vector + component.EncoderBias > Math.Max(0, component.Threshold ?? 0);

    private static DataTable Table(DefaultComponentFigure figure) => new(
        "Projections on features with a large encoder bias",
        ["Feature", "Input", "Mean", "5 %", "25 %", "Median", "75 %", "95 %", "Count", "b_enc", "Threshold"],
        [.. figure.Components.SelectMany(component => new (string Name, Distribution? Values)[]
            {
                ("random text", component.RandomText),
                ("matching", component.Matching),
                ("not matching", component.NotMatching),
                ("vector", new Distribution(component.Vector, 1)),
                ("scaled vector", component.ScaledVector is { } scaled ? new Distribution(scaled, 1) : null),
            }
            .Where(entry => entry.Values is not null)
            .Select(entry => Row(component, entry.Name, entry.Values!)))]);

    private static IReadOnlyList<string> Row(DefaultComponent component, string name, Distribution values) =>
    [
        $"{component.Feature}",
        name,
        .. DistributionCells.Of(values),
        NumberText.Count(values.Count),
        NumberText.Significant(component.EncoderBias),
        NumberText.Significant(component.Threshold),
    ];
}
