using SteerScope.Devices;
using SteerScope.Tables;

namespace SteerScope.Silo;

/// <summary>What a member needs of the composition root: providers and formats are chosen in one place, and not here.</summary>
/// <param name="OpenDevice">Opens the device that the member was started with; null for a member that only merges.</param>
/// <param name="OpenMerging">Opens the managed kernels, on which everything is merged everywhere.</param>
/// <param name="Tables">Who writes table files.</param>
/// <param name="Version">Version of the program.</param>
public sealed record SiloParts(Func<IComputeDevice>? OpenDevice, Func<IComputeDevice> OpenMerging, ITableFormat Tables, string Version);
