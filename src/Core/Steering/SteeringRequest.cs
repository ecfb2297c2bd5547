using SteerScope.Prompts;

namespace SteerScope.Steering;

/// <summary>What a steering run measures: every combination of pair, direction, positions, metric and multiplier.</summary>
/// <param name="Pairs">Test pairs.</param>
/// <param name="Directions">Vectors with their layers.</param>
/// <param name="Multipliers">Factors on the vectors.</param>
/// <param name="Positions">Where the vectors are added.</param>
/// <param name="Metrics">What is measured.</param>
/// <param name="BatchTokens">Tokens in one forward pass.</param>
public sealed record SteeringRequest(
    IReadOnlyList<TokenizedPair> Pairs,
    IReadOnlyList<SteeringDirection> Directions,
    IReadOnlyList<double> Multipliers,
    IReadOnlyList<AddingPositions> Positions,
    IReadOnlyList<PropensityMetric> Metrics,
    int BatchTokens);
