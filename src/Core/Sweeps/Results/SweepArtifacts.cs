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
    private readonly SweepKeys _keys = SweepKeys.Of(sweep);
    private readonly Dictionary<int, double?> _meanNorms = [];
    private readonly Dictionary<int, Dictionary<double, double>> _fractionsBelow = [];

    /// <summary>The sweep.</summary>
    public PreparedSweep Sweep => sweep;

    /// <summary>The norm distribution of a layer; null without a corpus.</summary>
    public NormsArtifact? Norms(int layer) => sweep.Corpus is null ? null : NormsArtifact.From(store.Read(_keys.Norms(layer)));

    /// <summary>Mean activation norm of a layer; null without a corpus.</summary>
    public double? MeanNorm(int layer)
    {
        if (!_meanNorms.TryGetValue(layer, out var mean))
        {
            _meanNorms.Add(layer, mean = Norms(layer)?.Moments.Mean);
        }

        return mean;
    }

    /// <summary>A steering vector.</summary>
    public double[] Vector(int behaviour, int layer, SteeringVectorMethod method) =>
        VectorArtifact.From(store.Read(_keys.Vector(behaviour, layer, method))).Vector;

    /// <summary>Share of the layer's activation norms strictly below that of a vector; null without a corpus.</summary>
    public double? FractionOfNormsBelow(int behaviour, int layer, SteeringVectorMethod method)
    {
        if (sweep.Corpus is null)
        {
            return null;
        }

        // The corpus is read once per layer, for the vectors of all behaviours.
        if (!_fractionsBelow.TryGetValue(layer, out var fractions))
        {
            _fractionsBelow.Add(layer, fractions = FractionsBelow(layer));
        }

        return fractions[VectorMath.Norm(Vector(behaviour, layer, method))];
    }

    /// <summary>What an SAE made of a behaviour's vector.</summary>
    public DecompositionArtifact Decomposition(int behaviour, int sae) =>
        DecompositionArtifact.From(store.Read(_keys.Decomposition(behaviour, sae)));

    /// <summary>Steerability of a direction for one positions and metric (indexes into the spec's lists), over all test pairs.</summary>
    public Steerability Steerability(int behaviour, SteeredDirection direction, int positions, int metric)
    {
        var fit = new SteerabilityFit([.. sweep.Spec.Steer.Multipliers], sweep.Behaviours[behaviour].Split.Test.Count);
        for (var shard = 0; shard < _keys.TestShards(behaviour); shard++)
        {
            fit.Add(SteerArtifact.From(store.Read(_keys.Steer(behaviour, shard, direction))).Slice(positions, metric));
        }

        return fit.Result();
    }

    private Dictionary<double, double> FractionsBelow(int layer)
    {
        double[] norms =
        [
            .. (from behaviour in Enumerable.Range(0, sweep.Behaviours.Count)
                from method in sweep.Spec.Vectors.Methods
                select VectorMath.Norm(Vector(behaviour, layer, method))).Distinct(),
        ];
        var shards = _keys.CorpusShards(layer).Select(key => (ReadOnlyMemory<float>)CorpusArtifact.From(store.Read(key)).Norms);
        return norms.Zip(ExactQuantiles.FractionsBelow(shards, norms)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Keys of everything that the results are made from, in order.</summary>
    public IEnumerable<ArtifactKey> Inputs() => SweepPlanner.Plan(sweep).Items
        .Where(i => i.Stage is not (SweepStage.Capture or SweepStage.Corpus))
        .SelectMany(i => i.Outputs)
        .Select(o => o.Key);
}
