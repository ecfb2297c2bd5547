using SteerScope.Models;

namespace SteerScope.Capture;

/// <summary>A forward pass that shows resid_post of the layers that are asked for and ends with the last of them.</summary>
internal static class ResidualPass
{
    /// <summary>Runs the batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">What is run.</param>
    /// <param name="layers">Layers, ascending.</param>
    /// <param name="rows">The rows that are read; null for all.</param>
    /// <param name="read">Receives the index into <paramref name="layers"/> and those rows of resid_post, which stay the pass's.</param>
    public static void Run<T>(Transformer<T> model, TokenBatch batch, IReadOnlyList<int> layers, IReadOnlyList<int>? rows, Action<int, T> read)
        where T : class, IDisposable
    {
        var next = 0;
        var resid = model.Embed(batch); // [N, d]
        try
        {
            for (var layer = 0; next < layers.Count; layer++)
            {
                // Not the last layer that is asked for but the model's: what an artifact holds, to the last bit, is not to
                // depend on which others are made together with it, and not every provider rounds alike for any batch.
                if (rows is not null && layer == model.Shape.Layers - 1)
                {
                    using var last = model.BlockRows(layer, resid, batch, rows); // [rows, d]
                    read(next, last);
                    return;
                }

                var output = model.Block(layer, resid, batch); // [N, d]
                resid.Dispose();
                resid = output;
                if (layer == layers[next])
                {
                    Read(model, resid, rows, next, read);
                    next++;
                }
            }
        }
        finally
        {
            resid.Dispose();
        }
    }

    private static void Read<T>(Transformer<T> model, T resid, IReadOnlyList<int>? rows, int index, Action<int, T> read)
        where T : class, IDisposable
    {
        if (rows is null)
        {
            read(index, resid);
            return;
        }

        using var chosen = model.Ops.GatherRows(resid, rows); // [rows, d]
        read(index, chosen);
    }

    /// <summary>Requires layers of the model in ascending order.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(IReadOnlyList<int> layers, ModelShape shape)
    {
        ArgumentNullException.ThrowIfNull(layers);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] < 0 || layers[i] >= shape.Layers || (i > 0 && layers[i] <= layers[i - 1]))
            {
                throw new ArgumentException(
                    $"Layers must ascend from 0 to at most {shape.Layers - 1}, and these are {string.Join(", ", layers)}.", nameof(layers));
            }
        }
    }
}
