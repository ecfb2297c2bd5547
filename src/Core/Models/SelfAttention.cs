using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>Causal self-attention with grouped heads: four linear maps around <see cref="ITensorOps{T}.Attention"/>.</summary>
internal sealed class SelfAttention<T>(
    ITensorOps<T> ops,
    LinearParameter query,
    LinearParameter key,
    LinearParameter value,
    LinearParameter output,
    AttentionShape shape,
    RotaryTable? rotary,
    HeadNorms<T>? norms = null)
    where T : class, IDisposable
{
    public T Forward(T x, AttentionContext<T> context)
    {
        using var mixed = Attend(x, context); // [N, H * D]
        return ops.Linear(mixed, output.Weight); // [N, d]
    }

    private T Attend(T x, AttentionContext<T> context)
    {
        var batch = context.Batch;
        using var q = Project(x, query, norms?.Query); // [N, H * D]
        var k = context.OwnKeys(Project(x, key, norms?.Key)); // [N, K * D]
        var v = context.OwnValues(ops.Linear(x, value.Weight)); // [N, K * D]
        if (rotary is not null)
        {
            ops.Rotate(q, rotary, batch.Positions, shape.Heads, shape.HeadDim);
            ops.Rotate(k, rotary, batch.Positions, shape.KeyValueHeads, shape.HeadDim);
        }

        var mixed = ops.Attention(q, k, v, context.Past?.Keys, context.Past?.Values, batch.Segments, shape);
        context.Attended();
        return mixed;
    }

    private T Project(T x, LinearParameter map, VectorParameter<T>? gain)
    {
        var heads = ops.Linear(x, map.Weight); // [N, heads * D]
        return gain is null ? heads : norms!.Apply(ops, heads, gain);
    }
}
