namespace SteerScope.Sweeps.Plans;

/// <summary>Consecutive items of a plan that are of one stage and wait for the same groups.</summary>
/// <param name="Stage">Their stage.</param>
/// <param name="Behaviour">Index of their behaviour, or -1.</param>
/// <param name="First">Index of the first item in the plan.</param>
/// <param name="Count">Number of items, at least one.</param>
/// <param name="After">Indexes of earlier groups that must be finished before any of these items starts: all that they read comes from there.</param>
public sealed record PlanGroup(SweepStage Stage, int Behaviour, int First, int Count, IReadOnlyList<int> After);
