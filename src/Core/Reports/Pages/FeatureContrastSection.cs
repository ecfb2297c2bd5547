using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>Figure 4: a suppressed and a spurious feature.</summary>
internal static class FeatureContrastSection
{
    /// <summary>Writes it.</summary>
    public static void Write(FigureFrame frame, FeatureContrastFigure figure) => frame.Draw(
        () => frame.Grid(() =>
        {
            foreach (var feature in figure.Features)
            {
                Panel(frame, feature);
            }
        }),
        Takeaway(figure),
        "Above, activations of the feature on the prompts (box, quartiles; whiskers, 5 and 95 %; mark, mean), and their difference, which is what the vector is made of; below, the vector's projections on the feature's two directions, and the activation that the SAE reports for it. "
            + string.Join(" ", figure.Features.Select(Opposed).Where(sentence => sentence.Length > 0)),
        [Table(figure)]);

    private static string Name(ContrastKind kind) => kind == ContrastKind.Suppressed ? "suppressed" : "spurious";

    private static double Difference(FeatureContrast feature) => feature.Matching.Mean - feature.NotMatching.Mean;

    private static void Panel(FigureFrame frame, FeatureContrast feature)
    {
        ChartRow[] rows =
        [
            new("matching", feature.Matching.Mean, RowMark.Box, "c-matching", MarkerShape.Triangle, feature.Matching.Quantiles, "Activation on prompts"),
            new("not matching", feature.NotMatching.Mean, RowMark.Box, "c-not-matching", MarkerShape.Square, feature.NotMatching.Quantiles),
            new("difference", Difference(feature), RowMark.Bar, "c-text"),
            new("on W_enc", feature.VectorOnEncoder, RowMark.Bar, "c-vector", Heading: "Of the vector"),
            new("on W_dec", feature.VectorOnDecoder, RowMark.Bar, "c-vector"),
            new("SAE reports", feature.ActivationOnVector, RowMark.Bar, "c-reconstruction"),
        ];
        frame.Panel(
            $"Feature {feature.Feature}, {Name(feature.Kind)}",
            string.Join("; ", rows.Select(row => row.Title)),
            text => new RowChart(rows, "activation, projection").Draw(frame.Canvas, text, FigureFrame.PanelWidth));
    }

    private static string Takeaway(FeatureContrastFigure figure)
    {
        var sentences = figure.Features.Select(feature => feature.Kind == ContrastKind.Suppressed
            ? $"Feature {feature.Feature} differs by {NumberText.Significant(Difference(feature))} between the prompts, and the SAE reports {NumberText.Significant(feature.ActivationOnVector)}."
            : $"Feature {feature.Feature} is reported at {NumberText.Significant(feature.ActivationOnVector)}, and the prompts activate it at {NumberText.Significant(feature.Matching.Mean)} and {NumberText.Significant(feature.NotMatching.Mean)}.");
        return string.Join(" ", sentences);
    }

    private static string Opposed(FeatureContrast feature) => feature.MostOpposedFeature is not { } other ? ""
        : $"The decoder direction most opposed to feature {feature.Feature} is that of feature {other} (cosine {NumberText.Significant(feature.MostOpposedCosine)}): less of the one looks like more of the other.";

    private static DataTable Table(FeatureContrastFigure figure) => new(
        "Features that the SAE misreports",
        ["Feature", "Role", "On", "Mean", "5 %", "25 %", "Median", "75 %", "95 %", "Prompts", "Difference", "Vector on W_enc", "Vector on W_dec", "SAE reports", "Most opposed", "Cosine"],
        [.. figure.Features.SelectMany(feature => new[] { Row(feature, "matching", feature.Matching), Row(feature, "not matching", feature.NotMatching) })]);

    private static IReadOnlyList<string> Row(FeatureContrast feature, string name, Distribution values) =>
    [
        $"{feature.Feature}",
        Name(feature.Kind),
        name,
        .. DistributionCells.Of(values),
        NumberText.Count(values.Count),
        NumberText.Significant(Difference(feature)),
        NumberText.Significant(feature.VectorOnEncoder),
        NumberText.Significant(feature.VectorOnDecoder),
        NumberText.Significant(feature.ActivationOnVector),
        feature.MostOpposedFeature is { } other ? $"{other}" : NumberText.Missing,
        NumberText.Significant(feature.MostOpposedCosine),
    ];
}
