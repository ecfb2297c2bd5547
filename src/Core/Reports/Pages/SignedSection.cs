using SteerScope.Reports.Charts;

namespace SteerScope.Reports.Pages;

/// <summary>Figure 6: the signed decomposition.</summary>
internal static class SignedSection
{
    /// <summary>How many features are drawn; the table holds all that the model lists.</summary>
    private const int Drawn = 20;

    /// <summary>Writes it.</summary>
    public static void Write(FigureFrame frame, SignedDecomposition decomposition)
    {
        var rows = decomposition.Coefficients.Take(Drawn)
            .Select(entry => new ChartRow($"{entry.Feature}", entry.Coefficient, RowMark.Bar, entry.Coefficient < 0 ? "c-not-matching" : "c-matching"))
            .ToList();
        var relative = decomposition.VectorNorm > 0 ? decomposition.ResidualNorm / decomposition.VectorNorm : (double?)null;
        var takeaway = $"{NumberText.Count(decomposition.FeatureCount)} signed features leave {NumberText.Percent(relative)} of the vector's length unexplained.";
        var negative = decomposition.Coefficients.Count(entry => entry.Coefficient < 0);
        frame.Draw(
            () => frame.Full("Coefficients of the signed decomposition", takeaway, (text, width) => new RowChart(rows, "coefficient on the decoder direction") { RowsLabel = "feature" }.Draw(frame.Canvas, text, width)),
            takeaway,
            $"Decoder directions fitted to the vector by {decomposition.Method}, without encoder bias and with coefficients of either sign: {negative} of the {decomposition.Coefficients.Count} listed are negative, and an SAE cannot report any of those. "
                + $"Residual norm {NumberText.Significant(decomposition.ResidualNorm)} of {NumberText.Significant(decomposition.VectorNorm)}; cosine with the vector {NumberText.Significant(decomposition.Cosine)}."
                + (decomposition.Coefficients.Count > rows.Count ? $" The {rows.Count} largest are drawn." : ""),
            [Table(decomposition)]);
    }

    private static DataTable Table(SignedDecomposition decomposition) => new(
        "Signed decomposition",
        ["Feature", "Coefficient", "Matching − not matching on prompts"],
        [.. decomposition.Coefficients.Select(entry => (IReadOnlyList<string>)[$"{entry.Feature}", NumberText.Significant(entry.Coefficient), NumberText.Significant(entry.PromptDifference)])]);
}
