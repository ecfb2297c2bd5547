namespace SteerScope.Reports;

/// <summary>All headline numbers of one behaviour, layer and SAE. A null number is unknown or undefined.</summary>
public sealed record LayerRow
{
    /// <summary>The behaviour.</summary>
    public required string Behaviour { get; init; }

    /// <summary>The layer, from 0.</summary>
    public required int Layer { get; init; }

    /// <summary>The SAE; null when the layer has none.</summary>
    public string? Sae { get; init; }

    /// <summary>L2 norm of the vector.</summary>
    public required double Norm { get; init; }

    /// <summary>Norm over the mean activation norm.</summary>
    public double? RatioToMeanNorm { get; init; }

    /// <summary>Share of activation norms below the vector's, 0..1.</summary>
    public double? FractionBelow { get; init; }

    /// <summary>Active features of the vector.</summary>
    public int? L0 { get; init; }

    /// <summary>Active features of the zero vector.</summary>
    public int? ZeroL0 { get; init; }

    /// <summary>Cosine of vector and SAE reconstruction.</summary>
    public double? Cosine { get; init; }

    /// <summary>|reconstruction - vector| / |vector|.</summary>
    public double? RelativeError { get; init; }

    /// <summary>Cosine of the vector and the SAE reconstruction of the vector rescaled to the mean activation norm; null without a corpus.</summary>
    public double? ScaledCosine { get; init; }

    /// <summary>How many of the top features are those of the zero vector.</summary>
    public int? OverlapWithZero { get; init; }

    /// <summary>Of how many top features.</summary>
    public int OverlapSize { get; init; } = 5;

    /// <summary>Share of the activation on the vector that lies in features which neither class of prompts activates, 0..1.</summary>
    public double? SpuriousShare { get; init; }

    /// <summary>Roles of the features.</summary>
    public RoleCounts? Roles { get; init; }

    /// <summary>Mean slope of the vector.</summary>
    public double? SlopeVector { get; init; }

    /// <summary>Mean slope of the SAE reconstruction.</summary>
    public double? SlopeReconstruction { get; init; }

    /// <summary>Mean slope of the signed decomposition by matching pursuit; null where it was not steered with.</summary>
    public double? SlopePursuit { get; init; }

    /// <summary>Share of examples that the vector steers the wrong way, 0..1.</summary>
    public double? AntiSteerable { get; init; }

    /// <summary>Share of pairs whose matching answer is A, 0..1.</summary>
    public double? MatchingIsA { get; init; }

    /// <summary>Residual norm of the signed decomposition over the vector's norm.</summary>
    public double? SignedResidual { get; init; }

    /// <summary>The verdict; <see cref="VerdictRule.Assess"/> gives it.</summary>
    public TrustLevel Verdict { get; init; }
}
