namespace SteerScope.Models;

/// <summary>Under which names an architecture's config.json keeps what its rotary embeddings need, and what silence means.</summary>
public sealed record RotaryFields
{
    /// <summary>The field of the base.</summary>
    public string Theta { get; init; } = "rope_theta";

    /// <summary>The base where the file gives none.</summary>
    public double DefaultTheta { get; init; } = 10_000;

    /// <summary>The field of the share of each head that turns; null where whole heads turn.</summary>
    public string? Fraction { get; init; }

    /// <summary>The share where the file gives none.</summary>
    public double DefaultFraction { get; init; } = 1;

    /// <summary>The entry of <c>rope_parameters</c> for this kind of layer, where they are kept by kind; null where they are not.</summary>
    public string? LayerType { get; init; }

    /// <summary>Whether <c>rope_scaling</c> is meant for these layers.</summary>
    public bool Scaled { get; init; } = true;

    /// <summary>Whether "su" and "yarn" are old names of longrope (Phi-3).</summary>
    public bool LongRopeAliases { get; init; }
}
