using System.Globalization;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains;

/// <summary>
/// Key of an attempt: <c>class/sweep/item/epoch</c>. The class of device stands first, for the placement filter; the epoch
/// makes every attempt a grain of its own, so that a call never ends up at an activation that hangs from the attempt before.
/// </summary>
/// <param name="DeviceClass">Class of the device, or <see cref="Merging"/>.</param>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Lease">The lease.</param>
public readonly record struct AttemptKey(string DeviceClass, string Sweep, Lease Lease)
{
    /// <summary>Stands for any machine that takes the stages that need no model.</summary>
    public const string Merging = "merge";

    /// <summary>Reads the class from a key.</summary>
    public static string ClassOf(string key) => key[..Math.Max(0, key.IndexOf('/', StringComparison.Ordinal))];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{DeviceClass}/{Sweep}/{Lease.Item}/{Lease.Epoch}");
}
