namespace SteerScope.Steering;

/// <summary>A vector to add, and the layer whose resid_post it is added to.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Vector">d_model values; the multiplier is applied on top.</param>
public sealed record SteeringDirection(int Layer, float[] Vector);
