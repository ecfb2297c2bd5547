using SteerScope.Compute;
using SteerScope.Models;
using SteerScope.Saes;

namespace SteerScope.Devices;

/// <summary>A device made of a provider's tensor operations, which it owns.</summary>
/// <param name="ops">Operations in float32.</param>
/// <param name="bfloat16">Operations of the same device that compute linear maps in bfloat16; null where the provider has none.</param>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class ComputeDevice<T>(ITensorOps<T> ops, ITensorOps<T>? bfloat16 = null) : IComputeDevice
    where T : class, IDisposable
{
    /// <inheritdoc/>
    public string Name => ops.Name;

    /// <inheritdoc/>
    public void Require(Precision precision) => In(precision);

    /// <inheritdoc/>
    public ILoadedModel LoadModel(string folder, Precision precision = Precision.Float32)
    {
        var chosen = In(precision);
        using var checkpoint = Checkpoint.Open(folder);
        return new LoadedModel<T>(TransformerLoader.Load(chosen, checkpoint));
    }

    /// <inheritdoc/>
    public ISae LoadSae(SaeFile file) => new Sae<T>(file, ops);

    /// <inheritdoc/>
    public void Dispose()
    {
        ops.Dispose();
        bfloat16?.Dispose();
    }

    private ITensorOps<T> In(Precision precision) => precision switch
    {
        Precision.Float32 => ops,
        Precision.Bfloat16 => bfloat16 ?? throw new InputException(
            $"The precision {SnakeCase.Of(precision)} was asked for, and device {ops.Name} computes in float32 only; torch-cpu and cuda:N of the full build have it."),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "No such precision."),
    };
}
