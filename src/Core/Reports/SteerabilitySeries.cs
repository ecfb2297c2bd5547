namespace SteerScope.Reports;

/// <summary>Slopes of one vector in one positions mode.</summary>
/// <param name="Vector">What is added, e.g. vector, SAE reconstruction.</param>
/// <param name="Positions">Where it is added: answer, all or last.</param>
/// <param name="Layers">One entry per layer, by layer.</param>
public sealed record SteerabilitySeries(string Vector, string Positions, IReadOnlyList<LayerSlope> Layers);
