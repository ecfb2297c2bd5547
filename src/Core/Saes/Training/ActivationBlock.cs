namespace SteerScope.Saes.Training;

/// <summary>Activations of the same tokens in several layers.</summary>
/// <param name="Layers">Per layer [n, d], row-major.</param>
/// <param name="Next">Where the block after this one begins.</param>
public sealed record ActivationBlock(IReadOnlyList<float[]> Layers, long Next);
