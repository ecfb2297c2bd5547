using SteerScope.Devices;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Items;

/// <summary>The model of a sweep on a device, loaded when it is first asked for.</summary>
internal sealed class ModelShelf(IComputeDevice device, PreparedSweep sweep) : IDisposable
{
    private readonly Lock _loading = new();
    private ILoadedModel? _model;

    /// <exception cref="InputException">The checkpoint is wrong.</exception>
    public ILoadedModel Get()
    {
        // Not Lazy, which would remember a disk that was busy once.
        lock (_loading)
        {
            return _model ??= device.LoadModel(sweep.ModelFolder, sweep.Spec.Model.Precision);
        }
    }

    public void Dispose() => _model?.Dispose();
}
