using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>Figure 1: norms of activations and of the vector.</summary>
internal static class NormSection
{
    /// <summary>Writes it.</summary>
    public static void Write(FigureFrame frame, NormFigure figure)
    {
        var lines = figure.Vectors.Select((mark, index) => new ReferenceLine(mark.Norm, $"{mark.Name} {NumberText.Significant(mark.Norm)}", SeriesStyle.Of(index).Css, SeriesStyle.Of(index).Dash))
            .Append(new ReferenceLine(figure.Mean, $"mean {NumberText.Significant(figure.Mean)}", "c-ink", "3 3"))
            .ToList();
        var takeaway = Takeaway(figure);
        var caption = $"L2 norms of resid_post over {NumberText.Count(figure.Count)} tokens of ordinary text, and those of the vectors. An SAE is trained on inputs of these norms only."
            + (figure.TailNote is { } note ? " " + note : "");
        frame.Draw(
            () => frame.Full("Activation norms with the norm of the steering vector", takeaway, (text, width) => new HistogramChart(figure.Bins, lines, "L2 norm").Draw(frame.Canvas, text, width, 230)),
            takeaway,
            caption,
            [Marks(figure), Bins(figure)]);
    }

    private static string Takeaway(NormFigure figure)
    {
        if (figure.Vectors.Count == 0)
        {
            return $"The mean activation norm is {NumberText.Significant(figure.Mean)}.";
        }

        var mark = figure.Vectors[0];
        var place = mark.FractionBelow switch
        {
            null => "",
            <= 0 => $", below every one of {NumberText.Count(figure.Count)} activations",
            >= 1 => $", above every one of {NumberText.Count(figure.Count)} activations",
            < 0.05 => $", below {NumberText.Percent(1 - mark.FractionBelow)} of activations",
            > 0.95 => $", above {NumberText.Percent(mark.FractionBelow)} of activations",
            _ => $", inside the distribution ({NumberText.Percent(mark.FractionBelow)} of activations are shorter)",
        };
        var ratio = figure.Mean > 0 ? $", {NumberText.Ratio(mark.Norm / figure.Mean)} the mean activation norm ({NumberText.Significant(figure.Mean)})" : "";
        return $"The norm of the {mark.Name} is {NumberText.Significant(mark.Norm)}{ratio}{place}.";
    }

    private static DataTable Marks(NormFigure figure) => new(
        "Norms of the vectors",
        ["What", "Norm", "Over the mean", "Activations below"],
        [
            .. figure.Vectors.Select(mark => (IReadOnlyList<string>)[mark.Name, NumberText.Significant(mark.Norm), NumberText.Significant(figure.Mean > 0 ? mark.Norm / figure.Mean : null), NumberText.Percent(mark.FractionBelow)]),
            ["mean activation", NumberText.Significant(figure.Mean), "1", NumberText.Missing],
        ]);

    private static DataTable Bins(NormFigure figure) => new(
        "Histogram of activation norms",
        ["From", "To", "Tokens"],
        [.. figure.Bins.Select(bin => (IReadOnlyList<string>)[NumberText.Significant(bin.Low, 4), NumberText.Significant(bin.High, 4), NumberText.Count(bin.Count)])]);
}
