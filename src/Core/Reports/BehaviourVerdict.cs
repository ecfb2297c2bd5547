namespace SteerScope.Reports;

/// <summary>The verdict on one behaviour, in plain words.</summary>
/// <param name="Behaviour">The behaviour.</param>
/// <param name="Level">How far its decomposition can be trusted.</param>
/// <param name="Sentences">The sentences; the first one is the verdict, the others say why.</param>
public sealed record BehaviourVerdict(string Behaviour, TrustLevel Level, IReadOnlyList<string> Sentences);
