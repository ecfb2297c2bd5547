namespace SteerScope.Reports.Charts;

/// <summary>A line across a chart at one value, with a label.</summary>
/// <param name="Value">Where it is.</param>
/// <param name="Label">What it says.</param>
/// <param name="Css">Class that sets its colour.</param>
/// <param name="Dash">stroke-dasharray; null for a solid line.</param>
internal sealed record ReferenceLine(double Value, string Label, string Css, string? Dash = null);
