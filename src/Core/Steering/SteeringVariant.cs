namespace SteerScope.Steering;

/// <summary>A steered copy that every pair gets.</summary>
/// <param name="Direction">Index into the request's directions.</param>
/// <param name="Multiplier">Index into the request's multipliers.</param>
/// <param name="Scale">That multiplier.</param>
/// <param name="Mode">How it is computed.</param>
/// <param name="Positions">Indexes of the asked positions that its numbers answer.</param>
internal sealed record SteeringVariant(int Direction, int Multiplier, float Scale, AddingPositions Mode, IReadOnlyList<int> Positions);
