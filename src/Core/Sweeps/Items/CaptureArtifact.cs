using SteerScope.Artifacts;
using SteerScope.Capture;
using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>resid_post of one layer at the reading position of one shard's pairs: the activations themselves and their sums.</summary>
/// <param name="Matching">[n, d].</param>
/// <param name="NotMatching">[n, d].</param>
public sealed record CaptureArtifact(ActivationRows Matching, ActivationRows NotMatching)
{
    /// <summary>What is written.</summary>
    public static ArtifactContent ToContent(PairActivations activations)
    {
        var (n, d) = (activations.Count, activations.Width);
        return new ArtifactContent()
            .Add("matching", activations.Matching, n, d)
            .Add("not_matching", activations.NotMatching, n, d)
            .Add("sum_matching", new ActivationRows(activations.Matching, n, d).Sums().Sum.ToArray(), d)
            .Add("sum_not_matching", new ActivationRows(activations.NotMatching, n, d).Sums().Sum.ToArray(), d);
    }

    /// <summary>Reads the activations.</summary>
    public static CaptureArtifact From(Artifact artifact)
    {
        var shape = artifact.Shape("matching");
        return new CaptureArtifact(
            new ActivationRows(artifact.Floats("matching"), shape[0], shape[1]),
            new ActivationRows(artifact.Floats("not_matching"), shape[0], shape[1]));
    }

    /// <summary>Reads the sums alone.</summary>
    public static (VectorSums Matching, VectorSums NotMatching) SumsFrom(Artifact artifact)
    {
        var count = artifact.Shape("matching")[0];
        return (new VectorSums(count, artifact.Doubles("sum_matching")), new VectorSums(count, artifact.Doubles("sum_not_matching")));
    }
}
