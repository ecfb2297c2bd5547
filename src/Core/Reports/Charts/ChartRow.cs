namespace SteerScope.Reports.Charts;

/// <summary>A row of a <see cref="RowChart"/>.</summary>
/// <param name="Label">Its name, at the left.</param>
/// <param name="Value">The number that is drawn and printed at the right.</param>
/// <param name="Mark">How it is drawn.</param>
/// <param name="Css">Class that sets its colour.</param>
/// <param name="Marker">Its mark, for boxes and points.</param>
/// <param name="Quantiles">The quantiles of a box; null draws the mark alone.</param>
/// <param name="Heading">A heading above the row; null for none.</param>
internal sealed record ChartRow(
    string Label,
    double? Value,
    RowMark Mark,
    string Css,
    MarkerShape Marker = MarkerShape.Circle,
    Quantiles? Quantiles = null,
    string? Heading = null)
{
    /// <summary>All numbers that it draws.</summary>
    public IEnumerable<double?> Values => Quantiles is { } q ? [Value, q.P05, q.P25, q.P50, q.P75, q.P95] : [Value];

    /// <summary>What its tooltip says.</summary>
    public string Title => Quantiles is { } q
        ? $"{Label}: mean {NumberText.Significant(Value)}; 5 % {NumberText.Significant(q.P05)}, 25 % {NumberText.Significant(q.P25)}, median {NumberText.Significant(q.P50)}, 75 % {NumberText.Significant(q.P75)}, 95 % {NumberText.Significant(q.P95)}"
        : $"{Label}: {NumberText.Significant(Value)}";
}
