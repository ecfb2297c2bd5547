namespace SteerScope.Sweeps.Specs;

/// <summary>What the report's figures show.</summary>
public sealed record ReportSpec
{
    /// <summary>The behaviour; null for the first.</summary>
    public string? Behaviour { get; init; }

    /// <summary>The layer; null for the one of largest steerability.</summary>
    public int? Layer { get; init; }
}
