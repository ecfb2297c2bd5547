namespace SteerScope.Decomposition;

/// <summary>What a signed pursuit found.</summary>
/// <param name="Decomposition">The terms in the order chosen, coefficients of the unnormalised decoder rows.</param>
/// <param name="Steps">One per term.</param>
public sealed record PursuitResult(SignedDecomposition Decomposition, IReadOnlyList<PursuitStep> Steps);
