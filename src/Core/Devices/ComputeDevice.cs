using SteerScope.Compute;
using SteerScope.Models;
using SteerScope.Saes;

namespace SteerScope.Devices;

/// <summary>A device made of a provider's tensor operations, which it owns.</summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class ComputeDevice<T>(ITensorOps<T> ops) : IComputeDevice
    where T : class, IDisposable
{
    /// <inheritdoc/>
    public string Name => ops.Name;

    /// <inheritdoc/>
    public ILoadedModel LoadModel(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder);
        return new LoadedModel<T>(TransformerLoader.Load(ops, checkpoint));
    }

    /// <inheritdoc/>
    public ISae LoadSae(SaeFile file) => new Sae<T>(file, ops);

    /// <inheritdoc/>
    public void Dispose() => ops.Dispose();
}
