using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>A transformer and the operations of the device it lies on.</summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
/// <param name="Ops">The device's operations.</param>
/// <param name="Transformer">The model.</param>
public sealed record LoadedModel<T>(ITensorOps<T> Ops, Transformer<T> Transformer) : IDisposable
    where T : class, IDisposable
{
    /// <summary>Row-major host copy of a tensor.</summary>
    public float[] Download(T x)
    {
        var values = new float[Ops.Rows(x) * Ops.Columns(x)];
        Ops.Download(x, values);
        return values;
    }

    /// <summary>Frees the weights; the operations belong to whoever made them.</summary>
    public void Dispose() => Transformer.Dispose();
}
