namespace SteerScope.Models;

/// <summary>A vector to add to the residual stream; the steered layer's own resid_post includes it.</summary>
/// <param name="Layer">The layer whose resid_post is changed, from 0.</param>
/// <param name="Vector">The direction, [d].</param>
/// <param name="Multiplier">Its factor.</param>
/// <param name="Positions">Where it is added.</param>
public sealed record SteerRequest(int Layer, float[] Vector, float Multiplier, SteerPositions Positions);
