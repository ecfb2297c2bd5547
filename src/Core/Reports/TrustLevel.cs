namespace SteerScope.Reports;

/// <summary>How far the SAE decomposition of a vector can be trusted.</summary>
public enum TrustLevel
{
    /// <summary>There is no SAE for the layer, or not all numbers that the rule needs.</summary>
    NotAssessed,

    /// <summary>It can be trusted.</summary>
    Trusted,

    /// <summary>It is right in the main, wrong in parts.</summary>
    Doubtful,

    /// <summary>It says next to nothing about the vector.</summary>
    NotTrusted,
}
