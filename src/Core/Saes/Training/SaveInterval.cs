namespace SteerScope.Saes.Training;

/// <summary>How often a training is saved; no part of what it ends with.</summary>
/// <param name="Every">After so much time.</param>
/// <param name="Steps">Also whenever the number of steps is a multiple of this; null for the time alone.</param>
public sealed record SaveInterval(TimeSpan Every, int? Steps = null);
