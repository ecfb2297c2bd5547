namespace SteerScope.Reports;

/// <summary>A name and its value, as text.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public sealed record NamedValue(string Name, string Value);
