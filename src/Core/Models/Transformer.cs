using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// A decoder-only transformer as a residual stream that passes through blocks, so that callers can read, change and resume
/// it at any layer. Written once per architecture against <see cref="ITensorOps{T}"/>. Rows are the tokens of a packed
/// batch; whoever receives a tensor disposes of it. Not thread-safe.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public abstract class Transformer<T> : IDisposable
    where T : class, IDisposable
{
    private protected Transformer(ITensorOps<T> ops, ModelShape shape, Checkpoint checkpoint)
    {
        Ops = ops;
        Shape = shape;
        Parameters = new ParameterSet<T>(checkpoint);
    }

    /// <summary>The operations that the model runs on; they belong to the caller.</summary>
    public ITensorOps<T> Ops { get; }

    /// <summary>The model's sizes.</summary>
    public ModelShape Shape { get; }

    /// <summary>Bytes that the weights take on the device.</summary>
    public long DeviceBytes => Parameters.DeviceBytes;

    private protected ParameterSet<T> Parameters { get; }

    /// <summary>resid_pre of layer 0: [N, d].</summary>
    /// <exception cref="InputException">A token id is outside the vocabulary, or a sequence is longer than the model allows.</exception>
    /// <exception cref="ArgumentException">The batch has no ids.</exception>
    public T Embed(TokenBatch batch)
    {
        CheckPositions(batch);
        if (batch.Ids.Length != batch.Rows)
        {
            throw new ArgumentException($"The batch has {batch.Ids.Length} token ids for {batch.Rows} rows.", nameof(batch));
        }

        foreach (var id in batch.Ids)
        {
            TokenIds.Check(id, Shape.Vocabulary);
        }

        return EmbedTokens(batch);
    }

    /// <summary>resid_post of a layer from its resid_pre, which stays as it is: [N, d] -> [N, d].</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="resid">resid_pre: [N, d].</param>
    /// <param name="batch">The batch that the rows belong to.</param>
    /// <param name="past">This layer's cached keys and values, where the batch's segments name cached rows.</param>
    public T Block(int layer, T resid, TokenBatch batch, KeyValues<T>? past = null)
    {
        CheckBlock(layer, resid, batch);
        using var context = new AttentionContext<T>(batch, past, keep: false);
        return RunBlock(layer, resid, context);
    }

    /// <summary>As the other overload, and hands out the rows' own rotated keys and values to be the cache of later batches.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="resid">resid_pre: [N, d].</param>
    /// <param name="batch">The batch that the rows belong to.</param>
    /// <param name="past">This layer's cached keys and values, where the batch's segments name cached rows.</param>
    /// <param name="own">Keys and values of this batch's rows, each [N, KeyValueWidth]; the caller disposes of them.</param>
    public T Block(int layer, T resid, TokenBatch batch, KeyValues<T>? past, out KeyValues<T> own)
    {
        CheckBlock(layer, resid, batch);
        using var context = new AttentionContext<T>(batch, past, keep: true);
        var result = RunBlock(layer, resid, context);
        own = context.Take();
        return result;
    }

    /// <summary>The rotated keys and values of a layer from its resid_pre, and nothing else of the block.</summary>
    /// <returns>Keys and values of the batch's rows, each [N, KeyValueWidth]; the caller disposes of them.</returns>
    public KeyValues<T> Keys(int layer, T resid, TokenBatch batch)
    {
        CheckBlock(layer, resid, batch);
        return RunKeys(layer, resid, batch);
    }

    /// <summary>resid_post of some rows, where nothing needs the others': [N, d] -> [rows.Count, d]. The others only get their keys and values.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="resid">resid_pre: [N, d].</param>
    /// <param name="batch">The batch that the rows belong to; none of its segments names cached rows.</param>
    /// <param name="rows">The rows, in the order in which they come back.</param>
    public T BlockRows(int layer, T resid, TokenBatch batch, IReadOnlyList<int> rows)
    {
        using var keys = Keys(layer, resid, batch);
        return BlockRows(layer, resid, batch, rows, keys);
    }

    /// <summary>As the other overload, from keys and values that are there already and stay the caller's (<see cref="Keys"/>).</summary>
    public T BlockRows(int layer, T resid, TokenBatch batch, IReadOnlyList<int> rows, KeyValues<T> keys)
    {
        CheckBlock(layer, resid, batch);
        using var chosen = Ops.GatherRows(resid, rows); // [rows, d]
        return Block(layer, chosen, batch.Only(rows), keys);
    }

    /// <summary>The final norm: [N, d] -> [N, d].</summary>
    public T FinalNorm(T resid)
    {
        CheckWidth(resid);
        return Normalize(resid);
    }

    /// <summary>Logits of the whole vocabulary from the final norm's output: [N, d] -> [N, V].</summary>
    public T Logits(T normed)
    {
        CheckWidth(normed);
        return Unembed(normed, null);
    }

    /// <summary>Logits of a few tokens, in the order asked: [N, d] -> [N, ids.Count].</summary>
    /// <exception cref="InputException">A token id is outside the vocabulary.</exception>
    public T Logits(T normed, IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        CheckWidth(normed);
        foreach (var id in ids)
        {
            TokenIds.Check(id, Shape.Vocabulary);
        }

        return Unembed(normed, ids);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        Parameters.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract T EmbedTokens(TokenBatch batch);

    private protected abstract T RunBlock(int layer, T resid, AttentionContext<T> context);

    private protected abstract KeyValues<T> RunKeys(int layer, T resid, TokenBatch batch);

    private protected abstract T Normalize(T resid);

    private protected abstract T Unembed(T normed, IReadOnlyList<int>? ids);

    /// <summary>x + y in x's place; x is freed when that fails.</summary>
    private protected T Sum(T x, T y)
    {
        try
        {
            Ops.Add(x, y);
            return x;
        }
        catch
        {
            x.Dispose();
            throw;
        }
    }

    /// <summary>A linear map of the vocabulary, or some of its outputs.</summary>
    private protected T Project(T x, LinearWeight head, IReadOnlyList<int>? ids) =>
        ids is null ? Ops.Linear(x, head) : Ops.LinearOutputs(x, head, ids);

    private void CheckPositions(TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var segment in batch.Segments)
        {
            var length = segment.Position + segment.Length;
            if (Shape.MaxPositions > 0 && length > Shape.MaxPositions)
            {
                throw new InputException($"A sequence of {length} tokens is too long for the {Shape.ModelType} model, whose limit is {Shape.MaxPositions}{(Shape.LimitReason is { } reason ? $": {reason}" : "")}.");
            }
        }
    }

    private void CheckBlock(int layer, T resid, TokenBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Shape.Layers);
        CheckPositions(batch);
        CheckWidth(resid);
        if (Ops.Rows(resid) != batch.Rows)
        {
            throw new ArgumentException($"The residual stream has {Ops.Rows(resid)} rows, but the batch has {batch.Rows}.", nameof(resid));
        }
    }

    private void CheckWidth(T resid)
    {
        ArgumentNullException.ThrowIfNull(resid);
        if (Ops.Columns(resid) != Shape.Width)
        {
            throw new ArgumentException($"The residual stream is {Ops.Columns(resid)} wide, but the model's width is {Shape.Width}.", nameof(resid));
        }
    }
}
