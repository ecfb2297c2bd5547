using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>Merges the corpus shards of a layer, in shard order, without holding more than one shard at a time.</summary>
internal static class NormsBuilder
{
    private const int Bins = 100;

    private static readonly double[] Probabilities = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    /// <summary>Builds the distribution.</summary>
    /// <param name="shards">Reads the shards in order; called several times.</param>
    public static NormsArtifact Build(Func<IEnumerable<CorpusArtifact>> shards)
    {
        var moments = Moments.Empty;
        VectorSums? sums = null;
        var sample = new List<float>();
        foreach (var shard in shards())
        {
            // A shard's moments are built from its own values and then merged: the rounding follows the plan, not the run.
            moments = moments.Merge(shard.Norms.Aggregate(Moments.Empty, (sum, norm) => sum.Add(norm)));
            sums ??= new VectorSums(shard.Sums.Width);
            sums.Merge(shard.Sums);
            sample.AddRange(shard.Sample.Values.Span);
        }

        if (sums is null)
        {
            throw new ArgumentException("A norm distribution needs at least one shard.", nameof(shards));
        }

        IEnumerable<ReadOnlyMemory<float>> Norms() => shards().Select(shard => (ReadOnlyMemory<float>)shard.Norms);
        var histogram = new Histogram(moments.Min, moments.Max > moments.Min ? moments.Max : moments.Min + 1, Bins);
        foreach (var norms in Norms())
        {
            histogram.Add(norms.Span);
        }

        return new NormsArtifact(
            moments,
            Probabilities,
            ExactQuantiles.Quantiles(Norms, Probabilities),
            histogram.Edges.ToArray(),
            histogram.Counts.ToArray(),
            sums.Mean(),
            new ActivationRows(sample.ToArray(), sample.Count / sums.Width, sums.Width));
    }
}
