namespace SteerScope.Reports;

/// <summary>In which way an SAE misreports a feature of a steering vector.</summary>
public enum ContrastKind
{
    /// <summary>The prompts differ on it, downwards, and the SAE reports 0.</summary>
    Suppressed,

    /// <summary>The SAE reports it, and neither prompt class activates it.</summary>
    Spurious,
}
