namespace SteerScope.Reports.Pages;

/// <summary>Cells of a distribution in a table.</summary>
internal static class DistributionCells
{
    /// <summary>Mean, 5, 25, 50, 75, 95 %.</summary>
    public static IEnumerable<string> Of(Distribution values)
    {
        var q = values.Quantiles;
        return new[] { values.Mean, q?.P05, q?.P25, q?.P50, q?.P75, q?.P95 }.Select(number => NumberText.Significant(number));
    }
}
