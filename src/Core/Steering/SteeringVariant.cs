namespace SteerScope.Steering;

/// <summary>One steered copy of a pair.</summary>
/// <param name="Direction">Index into the request's directions.</param>
/// <param name="Multiplier">Index into the request's multipliers.</param>
/// <param name="Mode">How it is computed.</param>
/// <param name="StoredAs">The asked positions that its numbers answer.</param>
internal sealed record SteeringVariant(int Direction, int Multiplier, AddingPositions Mode, IReadOnlyCollection<AddingPositions> StoredAs);
