namespace SteerScope.Reports;

/// <summary>Pairs that were left out for one reason.</summary>
/// <param name="Behaviour">The behaviour.</param>
/// <param name="Reason">Why, e.g. longer than the context.</param>
/// <param name="Count">How many.</param>
public sealed record OmittedPairs(string Behaviour, string Reason, long Count);
