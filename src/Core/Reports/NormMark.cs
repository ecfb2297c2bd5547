namespace SteerScope.Reports;

/// <summary>A vector's norm and its place among the activation norms.</summary>
/// <param name="Name">What is marked, e.g. steering vector.</param>
/// <param name="Norm">L2 norm.</param>
/// <param name="FractionBelow">Share of activation norms strictly below it, 0..1; null when unknown.</param>
public sealed record NormMark(string Name, double Norm, double? FractionBelow);
