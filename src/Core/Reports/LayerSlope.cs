namespace SteerScope.Reports;

/// <summary>Steerability at one layer.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Mean">Mean slope over the examples, logits per unit of multiplier.</param>
/// <param name="Std">Population standard deviation of the slopes over the examples.</param>
/// <param name="AntiSteerable">Share of examples with a slope below 0, 0..1.</param>
/// <param name="Count">Number of examples.</param>
public sealed record LayerSlope(int Layer, double Mean, double Std, double? AntiSteerable, long Count);
