using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>What config.json says of a model, checked: its sizes, and how to make the transformer.</summary>
/// <param name="Shape">The sizes.</param>
public abstract record Architecture(ModelShape Shape)
{
    /// <summary>Brings the checkpoint's weights to the device.</summary>
    internal abstract Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint)
        where T : class, IDisposable;
}
