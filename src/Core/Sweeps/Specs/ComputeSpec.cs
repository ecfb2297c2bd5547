namespace SteerScope.Sweeps.Specs;

/// <summary>Where and how fast it runs.</summary>
public sealed record ComputeSpec
{
    /// <summary>The provider and device.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Kind of GPU that a cluster's machines must have, as their label <c>gpu</c> says; null for any.</summary>
    public string? Gpu { get; init; }

    /// <summary>Threads per worker; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Work items at a time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Most tokens that are run as one batch.</summary>
    public int BatchTokens { get; init; } = 4096;
}
