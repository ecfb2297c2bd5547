using TorchSharp;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>
/// The last plans. Every layer of a model attends to the same segments, in models with a sliding window on some layers in two
/// ways, so that a plan is made once per batch instead of once per layer.
/// </summary>
internal sealed class AttentionPlans(torch.Device device, AttentionLimits limits) : IDisposable
{
    private const int Limit = 2;

    private readonly List<(int[] Key, AttentionPlan Plan)> plans = [];

    /// <summary>The plan for a batch; must run inside a dispose scope, and what it returns is valid until the next call.</summary>
    public AttentionPlan For(IReadOnlyList<Segment> segments, int cachedRows, AttentionShape shape)
    {
        var key = Key(segments, cachedRows, shape);
        var found = plans.FindIndex(entry => entry.Key.AsSpan().SequenceEqual(key));
        var entry = found >= 0 ? plans[found] : (key, new AttentionPlan(segments, cachedRows, shape, limits, device));
        if (found >= 0)
        {
            plans.RemoveAt(found);
        }
        else if (plans.Count == Limit)
        {
            plans[0].Plan.Dispose();
            plans.RemoveAt(0);
        }

        plans.Add(entry);
        return entry.Item2;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        plans.ForEach(entry => entry.Plan.Dispose());
        plans.Clear();
    }

    /// <summary>Everything that a plan depends on, by value: lists of segments may be reused with other contents.</summary>
    private static int[] Key(IReadOnlyList<Segment> segments, int cachedRows, AttentionShape shape)
    {
        List<int> key = [cachedRows, shape.Heads, shape.KeyValueHeads, shape.HeadDim, shape.SlidingWindow];
        foreach (var segment in segments)
        {
            key.Add(segment.Length);
            key.Add(segment.Context.Count);
            foreach (var span in segment.Context)
            {
                key.Add(span.Cached ? 1 : 0);
                key.Add(span.Start);
                key.Add(span.Length);
            }
        }

        return [.. key];
    }
}
