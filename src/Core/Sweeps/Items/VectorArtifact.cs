using SteerScope.Artifacts;

namespace SteerScope.Sweeps.Items;

/// <summary>A steering vector, or an SAE's reconstruction of one.</summary>
/// <param name="Vector">[d], in double.</param>
public sealed record VectorArtifact(double[] Vector)
{
    /// <summary>What is written.</summary>
    public ArtifactContent ToContent() => new ArtifactContent().Add("vector", Vector);

    /// <summary>Reads it.</summary>
    public static VectorArtifact From(Artifact artifact) => new(artifact.Doubles("vector"));

    /// <summary>As float32, which is what is added to the residual stream.</summary>
    public float[] ToFloats() => Array.ConvertAll(Vector, v => (float)v);
}
