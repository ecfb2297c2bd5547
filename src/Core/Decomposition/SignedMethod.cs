namespace SteerScope.Decomposition;

/// <summary>A decomposition with signed coefficients; the name in tables is the snake_case form.</summary>
public enum SignedMethod
{
    /// <summary><see cref="ActivationDifferenceDecomposition"/>.</summary>
    ActivationDifference,

    /// <summary><see cref="Decomposition.SignedPursuit"/>.</summary>
    SignedPursuit,
}
