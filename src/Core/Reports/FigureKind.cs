namespace SteerScope.Reports;

/// <summary>The figures of the chosen behaviour and layer.</summary>
public enum FigureKind
{
    /// <summary>Figure 1: norms of activations and of the vector.</summary>
    Norms,

    /// <summary>Figure 2: top features of the vector and of the zero vector.</summary>
    TopFeatures,

    /// <summary>Figure 3: default components.</summary>
    DefaultComponents,

    /// <summary>Figure 4: a suppressed and a spurious feature.</summary>
    FeatureContrasts,

    /// <summary>Figure 5: steerability.</summary>
    Steerability,

    /// <summary>Figure 6: the signed decomposition.</summary>
    SignedDecomposition,
}
