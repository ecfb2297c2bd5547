namespace SteerScope.Reports;

/// <summary>A bin of a histogram.</summary>
/// <param name="Low">Lower edge, inside.</param>
/// <param name="High">Upper edge, outside.</param>
/// <param name="Count">How many values.</param>
public sealed record HistogramBin(double Low, double High, long Count);
