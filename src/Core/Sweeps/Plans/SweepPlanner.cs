using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Plans;

/// <summary>
/// Turns a prepared sweep into its plan. Pure: the same input gives the same items, shard borders and keys. Every output's
/// key covers exactly what its content depends on, so that changing one behaviour, layer or SAE leaves the others' artifacts valid.
/// </summary>
public sealed class SweepPlanner
{
    private readonly PreparedSweep _sweep;
    private readonly SweepKeys _keys;
    private readonly List<PlanGroup> _groups = [];

    private SweepPlanner(PreparedSweep sweep)
    {
        _sweep = sweep;
        _keys = SweepKeys.Of(sweep);
    }

    /// <summary>Makes the plan.</summary>
    public static SweepPlan Plan(PreparedSweep sweep) => new SweepPlanner(sweep).Plan();

    private SweepPlan Plan()
    {
        int[] behaviours = [.. Enumerable.Range(0, _sweep.Behaviours.Count)];
        int[] captures = [.. behaviours.SelectMany(b => Add(SweepStage.Capture, b, _keys.TrainShards(b), []))];
        var corpus = Add(SweepStage.Corpus, -1, _sweep.Corpus?.Shards ?? 0, []);
        var norms = Add(SweepStage.Norms, -1, _sweep.Corpus is null ? 0 : _sweep.Layers.Count, corpus);
        int[][] vectors = [.. behaviours.Select(b => Add(SweepStage.Vector, b, _sweep.Layers.Count, _keys.HasCommonNorm ? captures : [captures[b]]))];
        int[][] decompositions = [.. behaviours.Select(b => Add(SweepStage.Decompose, b, _sweep.Saes.Count, [captures[b], .. corpus, .. norms, .. vectors[b]]))];
        foreach (var b in behaviours)
        {
            Add(SweepStage.Steer, b, _keys.TestShards(b), [.. vectors[b], .. decompositions[b]]);
        }

        return new SweepPlan(_groups, new SweepItems(_sweep, _keys).Item);
    }

    // What later groups wait for: nothing, where there is nothing to do.
    private int[] Add(SweepStage stage, int behaviour, int count, IReadOnlyList<int> after)
    {
        if (count == 0)
        {
            return [];
        }

        var first = _groups.Count == 0 ? 0 : _groups[^1].First + _groups[^1].Count;
        _groups.Add(new PlanGroup(stage, behaviour, first, count, after));
        return [_groups.Count - 1];
    }
}
