using SteerScope.Artifacts;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Plans;

/// <summary>
/// Turns a prepared sweep into its plan. Pure: the same input gives the same items, shard borders and keys. Every output's
/// key covers exactly what its content depends on, so that changing one behaviour, layer or SAE leaves the others' artifacts valid.
/// </summary>
public sealed class SweepPlanner
{
    private readonly PreparedSweep _sweep;
    private readonly SweepSpec _spec;
    private readonly List<WorkItem> _items = [];
    private readonly SweepKeys _keys;

    private SweepPlanner(PreparedSweep sweep)
    {
        _sweep = sweep;
        _spec = sweep.Spec;
        _keys = new SweepKeys(sweep);
    }

    /// <summary>Makes the plan.</summary>
    public static SweepPlan Plan(PreparedSweep sweep)
    {
        var planner = new SweepPlanner(sweep);
        planner.Captures();
        planner.Corpus();
        planner.Vectors();
        planner.Decompositions();
        planner.Steering();
        return new SweepPlan(planner._items);
    }

    private void Captures()
    {
        foreach (var (b, behaviour) in _sweep.Behaviours.Index())
        {
            for (var shard = 0; shard < _keys.TrainShards(b); shard++)
            {
                var pairs = _keys.TrainShard(b, shard);
                _items.Add(new WorkItem(
                    $"capture/{behaviour.Name}/shard={shard}",
                    SweepStage.Capture,
                    [.. _sweep.Layers.Select(layer => new ItemOutput(_keys.Capture(b, shard, layer), layer))],
                    [],
                    Behaviour: b,
                    Shard: shard,
                    Tokens: pairs.Sum(p => (long)p.Trunk.Count + 2)));
            }
        }
    }

    private void Corpus()
    {
        if (_sweep.Corpus is not { } corpus)
        {
            return;
        }

        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            _items.Add(new WorkItem(
                $"corpus/shard={shard}",
                SweepStage.Corpus,
                [.. _sweep.Layers.Select(layer => new ItemOutput(_keys.Corpus(shard, layer), layer))],
                [],
                Shard: shard,
                Tokens: corpus.Shard(shard).Sum(c => (long)c.Ids.Count)));
        }

        foreach (var layer in _sweep.Layers)
        {
            _items.Add(new WorkItem(
                $"norms/layer={layer}",
                SweepStage.Norms,
                [new ItemOutput(_keys.Norms(layer), layer)],
                _keys.CorpusShards(layer),
                Layer: layer));
        }
    }

    private void Vectors()
    {
        foreach (var (b, behaviour) in _sweep.Behaviours.Index())
        {
            foreach (var layer in _sweep.Layers)
            {
                _items.Add(new WorkItem(
                    $"vector/{behaviour.Name}/layer={layer}",
                    SweepStage.Vector,
                    [.. _spec.Vectors.Methods.Select(m => new ItemOutput(_keys.Vector(b, layer, m), layer, SnakeCase.Of(m)))],
                    [.. _keys.VectorInputs(b, layer)],
                    Behaviour: b,
                    Layer: layer));
            }
        }
    }

    private void Decompositions()
    {
        foreach (var (b, behaviour) in _sweep.Behaviours.Index())
        {
            foreach (var (s, sae) in _sweep.Saes.Index())
            {
                _items.Add(new WorkItem(
                    $"decompose/{behaviour.Name}/layer={sae.Layer}/{sae.Name}",
                    SweepStage.Decompose,
                    [
                        new ItemOutput(_keys.Decomposition(b, s), sae.Layer),
                        .. SteeredDirection.All(_sweep).Where(d => d.Sae == s)
                            .Select(d => new ItemOutput(_keys.SteeredVector(b, d), sae.Layer, SnakeCase.Of(d.Variant))),
                    ],
                    [
                        _keys.Vector(b, sae.Layer, _spec.PrimaryMethod),
                        .. _keys.CaptureShards(b, sae.Layer),
                        .. _sweep.Corpus is null ? Array.Empty<ArtifactKey>() : [_keys.Norms(sae.Layer), .. _keys.CorpusShards(sae.Layer)],
                    ],
                    Behaviour: b,
                    Layer: sae.Layer,
                    Sae: s));
            }
        }
    }

    private void Steering()
    {
        foreach (var (b, behaviour) in _sweep.Behaviours.Index())
        {
            var directions = SteeredDirection.All(_sweep);
            for (var shard = 0; shard < _keys.TestShards(b); shard++)
            {
                var pairs = _keys.TestShard(b, shard);
                _items.Add(new WorkItem(
                    $"steer/{behaviour.Name}/shard={shard}",
                    SweepStage.Steer,
                    [.. directions.Select(d => new ItemOutput(_keys.Steer(b, shard, d), d.Layer, d.Name))],
                    [.. directions.Select(d => _keys.SteeredVector(b, d))],
                    Behaviour: b,
                    Shard: shard,
                    Tokens: SteeringCost.Tokens(_sweep, pairs, directions)));
            }
        }
    }
}
