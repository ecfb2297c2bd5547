using SteerScope.Artifacts;
using SteerScope.Capture;
using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>One layer's resid_post over one shard of ordinary text.</summary>
/// <param name="Norms">Norm of every counted token.</param>
/// <param name="Sums">Sum of the activations [d].</param>
/// <param name="Sample">Some of the activations [s, d].</param>
public sealed record CorpusArtifact(float[] Norms, VectorSums Sums, ActivationRows Sample)
{
    /// <summary>What is written.</summary>
    public static ArtifactContent ToContent(ChunkActivations activations) => new ArtifactContent()
        .Add("norms", activations.Norms)
        .Add("sum", activations.Sum)
        .Add("sample", activations.Sample, activations.Sample.Length / activations.Width, activations.Width);

    /// <summary>Reads it.</summary>
    public static CorpusArtifact From(Artifact artifact)
    {
        var norms = artifact.Floats("norms");
        var shape = artifact.Shape("sample");
        return new CorpusArtifact(
            norms,
            new VectorSums(norms.Length, artifact.Doubles("sum")),
            new ActivationRows(artifact.Floats("sample"), shape[0], shape[1]));
    }
}
