namespace SteerScope.Models;

/// <summary>Runs one sequence through a model and keeps everything on the host: what <c>steerscope trace</c> writes.</summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public static class TraceRunner<T>
    where T : class, IDisposable
{
    /// <summary>Traces <paramref name="ids"/>, steered if asked.</summary>
    /// <exception cref="InputException">No ids, an id outside the vocabulary, a sequence that is too long, or a request that does not fit the model.</exception>
#pragma warning disable CA1000 // A command chooses its provider once, as T; nothing here could be inferred wrongly.
    public static Trace Run(Transformer<T> model, IReadOnlyList<int> ids, SteerRequest? steer = null)
#pragma warning restore CA1000
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0)
        {
            throw new InputException("A trace needs at least one token id.");
        }

        Check(steer, model.Shape);
        var start = steer?.Positions.Start(ids.Count) ?? 0;
        var batch = TokenBatch.Single([.. ids]);
        var tensors = new List<TraceTensor>();
        var resid = model.Embed(batch); // [T, d]
        try
        {
            tensors.Add(Download(model, "layer0.resid_pre", resid));
            for (var layer = 0; layer < model.Shape.Layers; layer++)
            {
                var next = model.Block(layer, resid, batch); // [T, d]
                resid.Dispose();
                resid = next;
                if (layer == steer?.Layer)
                {
                    Add(model, resid, steer, start);
                }

                tensors.Add(Download(model, $"layer{layer}.resid_post", resid));
            }

            using var normed = model.FinalNorm(resid); // [T, d]
            tensors.Add(Download(model, "final_norm", normed));
            using var logits = model.Logits(normed); // [T, V]
            tensors.Add(Download(model, "logits", logits));
        }
        finally
        {
            resid.Dispose();
        }

        return new Trace(tensors);
    }

    private static void Check(SteerRequest? steer, ModelShape shape)
    {
        if (steer is null)
        {
            return;
        }

        if (steer.Layer < 0 || steer.Layer >= shape.Layers)
        {
            throw new InputException($"Layer {steer.Layer} cannot be steered: the model's layers are 0 to {shape.Layers - 1}.");
        }

        if (steer.Vector.Length != shape.Width)
        {
            throw new InputException($"The vector to add has {steer.Vector.Length} elements, but the model's width is {shape.Width}.");
        }

        if (!float.IsFinite(steer.Multiplier) || !Array.TrueForAll(steer.Vector, float.IsFinite))
        {
            throw new InputException("The vector to add and its multiplier must be finite numbers.");
        }
    }

    private static void Add(Transformer<T> model, T resid, SteerRequest steer, int start)
    {
        var rows = model.Ops.Rows(resid);
        using var vector = model.Ops.Upload(steer.Vector, 1, steer.Vector.Length); // [1, d]
        model.Ops.AddScaledRows(
            resid,
            vector,
            [.. Enumerable.Range(0, rows).Select(row => row < start ? -1 : 0)],
            [.. Enumerable.Repeat(steer.Multiplier, rows)]);
    }

    private static TraceTensor Download(Transformer<T> model, string name, T tensor)
    {
        var (rows, columns) = (model.Ops.Rows(tensor), model.Ops.Columns(tensor));
        if ((long)rows * columns > Array.MaxLength)
        {
            throw new InputException($"A trace of {rows} tokens holds {rows} x {columns} values of {name}, more than one array takes; it should have at most {Array.MaxLength / columns} tokens.");
        }

        var values = new float[rows * columns];
        model.Ops.Download(tensor, values);
        return new TraceTensor(name, values, rows, columns);
    }
}
