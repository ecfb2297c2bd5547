using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Saes;

namespace SteerScope.Scale;

/// <summary>A device that computes nothing: it sleeps and returns partials prepared before. All else of a member is real.</summary>
internal sealed class SimulatedDevice(TimeSpan shard) : IComputeDevice
{
    /// <inheritdoc/>
    public string Name => "torch-cpu";

    /// <inheritdoc/>
    public void Require(Precision precision)
    {
        // Nothing is computed, in any precision.
    }

    /// <inheritdoc/>
    public ILoadedModel LoadModel(string folder, Precision precision = Precision.Float32)
    {
        using var checkpoint = Checkpoint.Open(folder);
        return new SimulatedModel(TransformerLoader.Read(checkpoint.Config).Shape, shard);
    }

    /// <inheritdoc/>
    public ISae LoadSae(SaeFile file) => throw new NotSupportedException("The benchmark's sweep has no SAEs.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
