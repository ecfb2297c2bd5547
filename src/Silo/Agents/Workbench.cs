using SteerScope.Devices;
using SteerScope.Silo.Lanes;
using SteerScope.Silo.Sweeps;
using SteerScope.Sweeps.Items;

namespace SteerScope.Silo.Agents;

/// <summary>The device of this member and the models on it. The device is opened once, on the thread that works with it.</summary>
internal sealed class Workbench(SiloParts parts, DeviceLanes lanes) : IDisposable
{
    private readonly Lock _gate = new();
    private IComputeDevice? _device;
    private IComputeDevice? _merging;

    /// <summary>An executor for a session of a sweep, with the model loaded where it will be needed.</summary>
    /// <exception cref="InputException">The device or the checkpoint is wrong.</exception>
    public Task<ItemExecutor> PrepareAsync(ShelvedSweep shelved, bool runsModel) => lanes.First.RunAsync(() =>
    {
        lock (_gate)
        {
            if (runsModel)
            {
                _device ??= parts.OpenDevice!();
            }

            _merging ??= _device is { Name: "cpu" } ? _device : parts.OpenMerging();
        }

        _device?.Require(shelved.Sweep.Spec.Model.Precision);
        var executor = new ItemExecutor(shelved.Sweep, shelved.Folder.OpenStore(), runsModel ? _device : null, _merging);
        try
        {
            if (runsModel)
            {
                executor.LoadModel();
            }

            return executor;
        }
        catch
        {
            executor.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _device?.Dispose();
        if (!ReferenceEquals(_merging, _device))
        {
            _merging?.Dispose();
        }
    }
}
