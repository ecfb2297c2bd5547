namespace SteerScope.Sweeps.Specs;

/// <summary>How a steering vector is made of activations.</summary>
public enum SteeringVectorMethod
{
    /// <summary>Mean of matching minus not matching activations (CAA).</summary>
    MeanDifference,

    /// <summary>First principal component of the differences.</summary>
    Pca,

    /// <summary>Weights of a logistic probe between the two classes.</summary>
    LogisticProbe,
}
