using SteerScope.Models;

namespace SteerScope.Capture;

/// <summary>A forward pass that shows resid_post of the layers that are asked for and ends with the last of them.</summary>
internal static class ResidualPass
{
    /// <summary>Runs the batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">What is run.</param>
    /// <param name="layers">Layers, ascending.</param>
    /// <param name="read">Receives the index into <paramref name="layers"/> and resid_post [N, d], which stays the pass's.</param>
    public static void Run<T>(Transformer<T> model, TokenBatch batch, IReadOnlyList<int> layers, Action<int, T> read)
        where T : class, IDisposable
    {
        var next = 0;
        var resid = model.Embed(batch); // [N, d]
        try
        {
            for (var layer = 0; next < layers.Count; layer++)
            {
                var output = model.Block(layer, resid, batch); // [N, d]
                resid.Dispose();
                resid = output;
                if (layer == layers[next])
                {
                    read(next, resid);
                    next++;
                }
            }
        }
        finally
        {
            resid.Dispose();
        }
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
