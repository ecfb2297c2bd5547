namespace SteerScope.Reports;

/// <summary>The figures of one behaviour and layer. A null figure is left out with one sentence that says why.</summary>
public sealed record FocusModel
{
    /// <summary>The behaviour.</summary>
    public required string Behaviour { get; init; }

    /// <summary>The layer, from 0.</summary>
    public required int Layer { get; init; }

    /// <summary>The SAE; null when the layer has none.</summary>
    public string? Sae { get; init; }

    /// <summary>Why this layer was chosen, as a sentence; null says nothing.</summary>
    public string? Choice { get; init; }

    /// <summary>Figure 1.</summary>
    public NormFigure? Norms { get; init; }

    /// <summary>Figure 2.</summary>
    public TopFeaturesFigure? TopFeatures { get; init; }

    /// <summary>Figure 3.</summary>
    public DefaultComponentFigure? DefaultComponents { get; init; }

    /// <summary>Figure 4.</summary>
    public FeatureContrastFigure? FeatureContrasts { get; init; }

    /// <summary>Figure 5.</summary>
    public SteerabilityFigure? Steerability { get; init; }

    /// <summary>Figure 6.</summary>
    public SignedDecomposition? SignedDecomposition { get; init; }

    /// <summary>Why a figure is missing, one sentence each, where the default sentence would not be right.</summary>
    public IReadOnlyDictionary<FigureKind, string> WhyMissing { get; init; } = new Dictionary<FigureKind, string>();
}
