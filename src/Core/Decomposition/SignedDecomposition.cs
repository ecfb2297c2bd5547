namespace SteerScope.Decomposition;

/// <summary>A vector as a sum of signed decoder directions, without b_dec, which a difference of activations does not hold.</summary>
/// <param name="Terms">Coefficients other than 0.</param>
/// <param name="Values">Their sum, [d].</param>
/// <param name="Reconstruction">How near it comes to the vector.</param>
public sealed record SignedDecomposition(IReadOnlyList<SignedTerm> Terms, double[] Values, Reconstruction Reconstruction);
