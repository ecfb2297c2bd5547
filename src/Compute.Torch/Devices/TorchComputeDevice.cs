using SteerScope.Devices;
using SteerScope.Saes;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Devices;

/// <summary>
/// A torch device for work items. Several threads may use it: they take turns. Where memory runs out, an
/// <see cref="InputException"/> says what would need less.
/// </summary>
public sealed class TorchComputeDevice : IComputeDevice
{
    private readonly IComputeDevice inner;
    private readonly DeviceTurn turn;

    /// <summary>Surrounds a device, which it owns.</summary>
    internal TorchComputeDevice(IComputeDevice inner)
    {
        this.inner = inner;
        turn = new DeviceTurn(inner.Name);
    }

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>Opens a device.</summary>
    /// <param name="device">The processor or a CUDA device.</param>
    /// <param name="threads">Processor threads that torch may use; at least 1. Results do not depend on it.</param>
    /// <exception cref="InputException">This build or this machine has no such device.</exception>
    public static TorchComputeDevice Open(TorchDevice device, int threads) => new(
        new ComputeDevice<Tensor>(TorchOps.Open(device, threads), TorchOps.Open(device, threads, Precision.Bfloat16)));

    /// <inheritdoc/>
    public void Require(Precision precision) => inner.Require(precision);

    /// <inheritdoc/>
    public ILoadedModel LoadModel(string folder, Precision precision = Precision.Float32) => turn.Take(
        () => new TorchModel(inner.LoadModel(folder, precision), turn),
        $"while {folder} was loaded",
        precision == Precision.Float32 ? "model.precision bfloat16, a smaller model or a larger device" : "a smaller model or a larger device");

    /// <inheritdoc/>
    public ISae LoadSae(SaeFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return turn.Take(() => new TorchSae(inner.LoadSae(file), turn), $"while {file.Path} was loaded", "a narrower SAE or a larger device");
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
