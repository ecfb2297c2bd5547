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

    /// <summary>The rotated keys and the values of every row: each [N, K * D].</summary>
    public KeyValues<T> KeysAndValues(T x, TokenBatch batch)
    {
        var k = Project(x, key, norms?.Key, batch, shape.KeyValueHeads); // [N, K * D]
        try
        {
            return new KeyValues<T>(k, ops.Linear(x, value.Weight));
        }
        catch
        {
            k.Dispose();
            throw;
        }
    }

    private T Attend(T x, AttentionContext<T> context)
    {
        var batch = context.Batch;
        using var q = Project(x, query, norms?.Query, batch, shape.Heads); // [N, H * D]
        var (k, v) = context.Own(KeysAndValues(x, batch)); // [N, K * D]
        var mixed = ops.Attention(q, k, v, context.Past?.Keys, context.Past?.Values, batch.Segments, shape);
        context.Attended();
        return mixed;
    }

    private T Project(T x, LinearParameter map, VectorParameter<T>? gain, TokenBatch batch, int count)
    {
        var heads = ops.Linear(x, map.Weight); // [N, heads * D]
        heads = gain is null ? heads : norms!.Apply(ops, heads, gain);
        try
        {
            if (rotary is not null)
            {
                ops.Rotate(heads, rotary, batch.Positions, count, shape.HeadDim);
            }

            return heads;
        }
        catch
        {
            heads.Dispose();
            throw;
        }
    }
}
