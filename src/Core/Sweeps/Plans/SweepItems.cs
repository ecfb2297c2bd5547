using SteerScope.Artifacts;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Plans;

/// <summary>Makes the items of a sweep's plan as they are asked for.</summary>
internal sealed class SweepItems(PreparedSweep sweep, SweepKeys keys)
{
    private readonly IReadOnlyList<SteeredDirection> _directions = SteeredDirection.All(sweep);

    /// <summary>Makes an item of a group from its index within the group.</summary>
    public WorkItem Item(PlanGroup group, int index) => group.Stage switch
    {
        SweepStage.Capture => Capture(group.Behaviour, index),
        SweepStage.Corpus => Corpus(index),
        SweepStage.Norms => Norms(sweep.Layers[index]),
        SweepStage.Vector => Vector(group.Behaviour, sweep.Layers[index]),
        SweepStage.Decompose => Decompose(group.Behaviour, index),
        SweepStage.Steer => Steer(group.Behaviour, index),
        _ => throw new ArgumentOutOfRangeException(nameof(group), group.Stage, "No such stage."),
    };

    private WorkItem Capture(int behaviour, int shard) => new(
        $"capture/{sweep.Behaviours[behaviour].Name}/shard={shard}",
        SweepStage.Capture,
        PerLayer(layer => keys.Capture(behaviour, shard, layer)),
        [],
        Behaviour: behaviour,
        Shard: shard,
        Tokens: keys.TrainLengths(behaviour, shard).Sum(p => (long)p.Trunk + 2));

    private WorkItem Corpus(int shard) => new(
        $"corpus/shard={shard}",
        SweepStage.Corpus,
        PerLayer(layer => keys.Corpus(shard, layer)),
        [],
        Shard: shard,
        Tokens: sweep.Corpus!.Tokens(shard));

    private WorkItem Norms(int layer) => new(
        $"norms/layer={layer}",
        SweepStage.Norms,
        new MadeList<ItemOutput>(1, _ => new ItemOutput(keys.Norms(layer), layer)),
        keys.CorpusShards(layer),
        Layer: layer);

    private WorkItem Vector(int behaviour, int layer)
    {
        var methods = sweep.Spec.Vectors.Methods;
        return new WorkItem(
            $"vector/{sweep.Behaviours[behaviour].Name}/layer={layer}",
            SweepStage.Vector,
            new MadeList<ItemOutput>(methods.Count, i => new ItemOutput(keys.Vector(behaviour, layer, methods[i]), layer, SnakeCase.Of(methods[i]))),
            keys.VectorInputs(behaviour, layer),
            Behaviour: behaviour,
            Layer: layer);
    }

    private WorkItem Decompose(int behaviour, int index)
    {
        var sae = sweep.Saes[index];
        SteeredDirection[] steered = [.. _directions.Where(d => d.Sae == index)];
        return new WorkItem(
            $"decompose/{sweep.Behaviours[behaviour].Name}/layer={sae.Layer}/{sae.Name}",
            SweepStage.Decompose,
            new MadeList<ItemOutput>(1 + steered.Length, i => i == 0
                ? new ItemOutput(keys.Decomposition(behaviour, index), sae.Layer)
                : new ItemOutput(keys.SteeredVector(behaviour, steered[i - 1]), sae.Layer, SnakeCase.Of(steered[i - 1].Variant))),
            DecomposeInputs(behaviour, sae.Layer),
            Behaviour: behaviour,
            Layer: sae.Layer,
            Sae: index);
    }

    private IEnumerable<ArtifactKey> DecomposeInputs(int behaviour, int layer)
    {
        yield return keys.Vector(behaviour, layer, sweep.Spec.PrimaryMethod);
        foreach (var key in keys.CaptureShards(behaviour, layer))
        {
            yield return key;
        }

        if (sweep.Corpus is not null)
        {
            yield return keys.Norms(layer);
            foreach (var key in keys.CorpusShards(layer))
            {
                yield return key;
            }
        }
    }

    private WorkItem Steer(int behaviour, int shard)
    {
        var key = keys.Steer(behaviour, shard);
        return new WorkItem(
            $"steer/{sweep.Behaviours[behaviour].Name}/shard={shard}",
            SweepStage.Steer,
            new MadeList<ItemOutput>(_directions.Count, i => new ItemOutput(key(_directions[i]), _directions[i].Layer, _directions[i].Name)),
            _directions.Select(d => keys.SteeredVector(behaviour, d)),
            Behaviour: behaviour,
            Shard: shard,
            Tokens: SteeringCost.Tokens(sweep, keys.TestLengths(behaviour, shard), _directions));
    }

    private MadeList<ItemOutput> PerLayer(Func<int, ArtifactKey> key) =>
        new(sweep.Layers.Count, i => new ItemOutput(key(sweep.Layers[i]), sweep.Layers[i]));
}
