using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>What a decomposition reads.</summary>
/// <param name="Vector">The steering vector [d].</param>
/// <param name="Shards">Reads the captured activations of the training pairs, shard by shard, in order; called more than once.</param>
/// <param name="Norms">The layer's norm distribution; null without a corpus.</param>
/// <param name="FractionOfNormsBelow">Share of the activation norms strictly below the vector's; null without a corpus.</param>
public sealed record DecomposeInputs(
    double[] Vector, Func<IEnumerable<CaptureArtifact>> Shards, NormsArtifact? Norms, double? FractionOfNormsBelow)
{
    /// <summary>Sums of the activations over all shards, merged in order.</summary>
    public (VectorSums Matching, VectorSums NotMatching) ActivationSums()
    {
        var matching = new VectorSums(Vector.Length);
        var notMatching = new VectorSums(Vector.Length);
        foreach (var shard in Shards())
        {
            matching.Merge(shard.Matching.Sums());
            notMatching.Merge(shard.NotMatching.Sums());
        }

        return (matching, notMatching);
    }

    /// <summary>All rows of one answer, for distributions over prompts.</summary>
    public IEnumerable<ActivationRows> Rows(bool matching) => Shards().Select(shard => matching ? shard.Matching : shard.NotMatching);
}
