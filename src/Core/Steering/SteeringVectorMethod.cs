namespace SteerScope.Steering;

/// <summary>How a steering vector is made from activations; the name in specs and tables is the snake_case form.</summary>
public enum SteeringVectorMethod
{
    /// <summary>Mean of the matching activations less the mean of the others, not normalised (CAA, Rimsky et al. 2024).</summary>
    MeanDifference,

    /// <summary>First principal component of the pairs' differences about the origin, unit norm (steering-vectors' pca_aggregator).</summary>
    Pca,

    /// <summary>Direction of an L2-regularised logistic regression, unit norm (steering-vectors' logistic_aggregator).</summary>
    LogisticProbe,
}
