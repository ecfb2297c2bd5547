using SteerScope.Artifacts;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Results;

/// <summary>Reads a finished sweep's artifacts in the forms that tables and the page are made of.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="store">Its store.</param>
public sealed class SweepArtifacts(PreparedSweep sweep, ArtifactStore store)
{
    private readonly SweepKeys _keys = new(sweep);

    /// <summary>The sweep.</summary>
    public PreparedSweep Sweep => sweep;

    /// <summary>The norm distribution of a layer; null without a corpus.</summary>
    public NormsArtifact? Norms(int layer) => sweep.Corpus is null ? null : NormsArtifact.From(store.Read(_keys.Norms(layer)));

    /// <summary>A steering vector.</summary>
    public double[] Vector(int behaviour, int layer, SteeringVectorMethod method) =>
        VectorArtifact.From(store.Read(_keys.Vector(behaviour, layer, method))).Vector;

    /// <summary>Share of the layer's activation norms strictly below a norm; null without a corpus.</summary>
    public double? FractionOfNormsBelow(int layer, double norm) => sweep.Corpus is null
        ? null
        : ExactQuantiles.FractionBelow(
            _keys.CorpusShards(layer).Select(key => (ReadOnlyMemory<float>)CorpusArtifact.From(store.Read(key)).Norms), norm);

    /// <summary>What an SAE made of a behaviour's vector.</summary>
    public DecompositionArtifact Decomposition(int behaviour, int sae) =>
        DecompositionArtifact.From(store.Read(_keys.Decomposition(behaviour, sae)));

    /// <summary>Steerability of a direction for one positions and metric (indexes into the spec's lists), over all test pairs.</summary>
    public Steerability Steerability(int behaviour, SteeredDirection direction, int positions, int metric)
    {
        var values = new List<double>();
        for (var shard = 0; shard < _keys.TestShards(behaviour); shard++)
        {
            values.AddRange(SteerArtifact.From(store.Read(_keys.Steer(behaviour, shard, direction))).Slice(positions, metric));
        }

        return Steering.Steerability.Of([.. values], [.. sweep.Spec.Steer.Multipliers]);
    }

    /// <summary>Keys of everything that the results are made from, in order.</summary>
    public IEnumerable<ArtifactKey> Inputs() => SweepPlanner.Plan(sweep).Items
        .Where(i => i.Stage is not (SweepStage.Capture or SweepStage.Corpus))
        .SelectMany(i => i.Outputs)
        .Select(o => o.Key);
}
