namespace SteerScope.Reports.Charts;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">Where it is.</param>
/// <param name="Label">What it says.</param>
/// <param name="Index">How many steps it is from zero.</param>
internal sealed record Tick(double Value, string Label, double Index);
