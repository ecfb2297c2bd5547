namespace SteerScope.Reports;

/// <summary>Propensity over the multipliers.</summary>
/// <param name="Vector">What is added.</param>
/// <param name="Positions">Where it is added: answer, all or last.</param>
/// <param name="Points">One point per multiplier, by multiplier.</param>
public sealed record PropensityCurve(string Vector, string Positions, IReadOnlyList<PropensityPoint> Points);
