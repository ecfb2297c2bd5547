using SteerScope.Artifacts;

namespace SteerScope.Sweeps.Items;

/// <summary>Answer-logit differences of one shard's test pairs for one layer and one vector.</summary>
/// <param name="Values">[positions, metrics, pairs, multipliers], row-major.</param>
/// <param name="Positions">Number of adding positions.</param>
/// <param name="Metrics">Number of metrics.</param>
/// <param name="Pairs">Number of pairs.</param>
/// <param name="Multipliers">Number of multipliers.</param>
public sealed record SteerArtifact(double[] Values, int Positions, int Metrics, int Pairs, int Multipliers)
{
    /// <summary>What is written.</summary>
    public ArtifactContent ToContent() => new ArtifactContent().Add("logit_differences", Values, Positions, Metrics, Pairs, Multipliers);

    /// <summary>Reads it.</summary>
    public static SteerArtifact From(Artifact artifact)
    {
        var shape = artifact.Shape("logit_differences");
        return new SteerArtifact(artifact.Doubles("logit_differences"), shape[0], shape[1], shape[2], shape[3]);
    }

    /// <summary>[pairs, multipliers] of one position and metric.</summary>
    public ReadOnlySpan<double> Slice(int positions, int metric) =>
        Values.AsSpan(((positions * Metrics) + metric) * Pairs * Multipliers, Pairs * Multipliers);
}
