using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>Figure 2: top features of the vector, of the zero vector and of other inputs.</summary>
internal static class TopFeaturesSection
{
    private const string SharedMark = "◆ ";

    /// <summary>Writes it.</summary>
    public static void Write(Markup markup, FigureFrame frame, TopFeaturesFigure figure)
    {
        var first = Domain([figure.Vector, figure.Zero]);
        var others = Domain(figure.Others);
        var overlap = figure.Vector.Overlap(figure.Zero, figure.OverlapSize);
        var takeaway = $"{overlap} of the top {figure.OverlapSize} features of the {figure.Vector.Name} are those of the {figure.Zero.Name}.";
        frame.Draw(
            () =>
            {
                WriteLegend(markup, frame.Id, figure);
                frame.Grid(() =>
                {
                    Panel(frame, figure, figure.Vector, first);
                    Panel(frame, figure, figure.Zero, first);
                    foreach (var variant in figure.Others)
                    {
                        Panel(frame, figure, variant, others);
                    }
                });
            },
            takeaway,
            Caption(figure),
            [.. All(figure).Select(variant => Table(figure, variant)), Summary(figure)]);
    }

    private static IEnumerable<VariantFeatures> All(TopFeaturesFigure figure) => [figure.Vector, figure.Zero, .. figure.Others];

    private static Extent Domain(IEnumerable<VariantFeatures> variants) =>
        Extent.Of(variants.SelectMany(variant => variant.Top).Select(entry => (double?)entry.Activation)).With(0);

    private static bool IsShared(TopFeaturesFigure figure, VariantFeatures variant, int feature) =>
        ReferenceEquals(variant, figure.Zero)
            ? figure.Vector.TopIds(figure.OverlapSize).Contains(feature) && figure.Zero.TopIds(figure.OverlapSize).Contains(feature)
            : figure.Zero.TopIds(figure.OverlapSize).Contains(feature);

    private static List<ChartRow> Rows(TopFeaturesFigure figure, VariantFeatures variant) => [.. variant.Top.Select(entry =>
    {
        var shared = IsShared(figure, variant, entry.Feature);
        return new ChartRow((shared ? SharedMark : "") + entry.Feature, entry.Activation, shared ? RowMark.StripedBar : RowMark.Bar, shared ? "c-shared" : "c-vector");
    })];

    private static void Panel(FigureFrame frame, TopFeaturesFigure figure, VariantFeatures variant, Extent domain)
    {
        var rows = Rows(figure, variant);
        List<ChartRow> alike = [.. All(figure).SelectMany(one => Rows(figure, one))];
        var title = ReferenceEquals(variant, figure.Zero) ? variant.Name : $"{variant.Name}: {variant.Overlap(figure.Zero, figure.OverlapSize)} of {figure.OverlapSize} shared";
        var description = rows.Count == 0 ? "No feature is active." : string.Join("; ", rows.Select(row => $"feature {row.Label}: {NumberText.Significant(row.Value)}"));
        frame.Panel(title, description, text => new RowChart(rows, "activation") { Domain = domain, RowsLabel = "feature", Alike = alike }.Draw(frame.Canvas, text, FigureFrame.PanelWidth));
    }

    private static string Caption(TopFeaturesFigure figure)
    {
        var others = figure.Others.Count == 0 ? "" : " Shared by the other inputs: " + string.Join(", ", figure.Others.Select(variant =>
            $"{variant.Name} {variant.Overlap(figure.Zero, figure.OverlapSize)}")) + ". The first two panels share one axis, the others another.";
        return $"Feature ids with their activations. ◆ and stripes: also among the top {figure.OverlapSize} of the {figure.Zero.Name}, so it says nothing of the vector.{others}";
    }

    private static void WriteLegend(Markup markup, string id, TopFeaturesFigure figure) => Legend.DrawSwatches(
        markup,
        [
            ($"◆ in the top {figure.OverlapSize} of the {figure.Zero.Name} too", canvas =>
            {
                canvas.Hatch(id + "-legend-hatch", "c-shared");
                canvas.Rectangle(2, 2, 38, 16, "bar c-shared", fill: id + "-legend-hatch");
            }),
            ("not shared", canvas => canvas.Rectangle(2, 2, 38, 16, "bar c-vector")),
        ]);

    private static DataTable Table(TopFeaturesFigure figure, VariantFeatures variant) => new(
        $"Top features of the {variant.Name}",
        ["Feature", "Activation", $"In the top {figure.OverlapSize} of the {figure.Zero.Name}"],
        [.. variant.Top.Select(entry => (IReadOnlyList<string>)[$"{entry.Feature}", NumberText.Significant(entry.Activation), figure.Zero.TopIds(figure.OverlapSize).Contains(entry.Feature) ? "yes" : "no"])]);

    private static DataTable Summary(TopFeaturesFigure figure) => new(
        "Inputs",
        ["Input", "Active features", "Cosine", "Relative error", $"Shared of top {figure.OverlapSize}"],
        [.. All(figure).Select(variant => (IReadOnlyList<string>)[variant.Name, NumberText.Count(variant.L0), NumberText.Significant(variant.Cosine), NumberText.Significant(variant.RelativeError), $"{variant.Overlap(figure.Zero, figure.OverlapSize)}"])]);
}
