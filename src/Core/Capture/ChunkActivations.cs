namespace SteerScope.Capture;

/// <summary>What a layer's resid_post over ordinary text is reduced to.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Width">d_model.</param>
/// <param name="Norms">Euclidean norm of every counted token, in the order of the text, rounded to float32.</param>
/// <param name="Sum">Sum of the counted activations, in double [d].</param>
/// <param name="Sample">Activations of the sampled tokens [s, d], row-major.</param>
public sealed record ChunkActivations(int Layer, int Width, float[] Norms, double[] Sum, float[] Sample);
