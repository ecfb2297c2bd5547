namespace SteerScope.Reports;

/// <summary>How many features play which role.</summary>
/// <param name="Aligned">The prompts differ on them, and the SAE says so.</param>
/// <param name="Suppressed">The prompts differ on them, and the SAE reports 0.</param>
/// <param name="Spurious">The SAE reports them, and neither prompt class activates them.</param>
/// <param name="Bias">The SAE reports them for the zero vector as well.</param>
public sealed record RoleCounts(int Aligned, int Suppressed, int Spurious, int Bias);
