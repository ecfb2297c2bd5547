namespace SteerScope.Capture;

/// <summary>resid_post of one layer at the reading position of both answers of some pairs.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Count">Number of pairs, n.</param>
/// <param name="Width">d_model.</param>
/// <param name="Matching">[n, d], row-major, in the order of the pairs.</param>
/// <param name="NotMatching">[n, d], row-major, in the order of the pairs.</param>
public sealed record PairActivations(int Layer, int Count, int Width, float[] Matching, float[] NotMatching);
