using SteerScope.Artifacts;
using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>The norm distribution of one layer over the whole corpus.</summary>
/// <param name="Moments">Of the norms.</param>
/// <param name="Probabilities">Which quantiles.</param>
/// <param name="Quantiles">Exact, linearly interpolated.</param>
/// <param name="Edges">Borders of the histogram's bins.</param>
/// <param name="Counts">Tokens in each bin.</param>
/// <param name="MeanActivation">Mean activation [d].</param>
/// <param name="Sample">Some of the activations [s, d].</param>
public sealed record NormsArtifact(
    Moments Moments,
    double[] Probabilities,
    double[] Quantiles,
    double[] Edges,
    long[] Counts,
    double[] MeanActivation,
    ActivationRows Sample)
{
    /// <summary>What is written.</summary>
    public ArtifactContent ToContent() => new ArtifactContent()
        .Add("moments", (double[])[Moments.Count, Moments.Mean, Moments.M2, Moments.Min, Moments.Max])
        .Add("probabilities", Probabilities)
        .Add("quantiles", Quantiles)
        .Add("edges", Edges)
        .Add("counts", Counts)
        .Add("mean_activation", MeanActivation)
        .Add("sample", Sample.Values.ToArray(), Sample.Count, Sample.Width);

    /// <summary>Reads it.</summary>
    public static NormsArtifact From(Artifact artifact)
    {
        var moments = artifact.Doubles("moments");
        var shape = artifact.Shape("sample");
        return new NormsArtifact(
            new Moments((long)moments[0], moments[1], moments[2], moments[3], moments[4]),
            artifact.Doubles("probabilities"),
            artifact.Doubles("quantiles"),
            artifact.Doubles("edges"),
            artifact.Longs("counts"),
            artifact.Doubles("mean_activation"),
            new ActivationRows(artifact.Floats("sample"), shape[0], shape[1]));
    }
}
