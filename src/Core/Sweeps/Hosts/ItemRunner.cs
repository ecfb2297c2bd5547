using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>Makes the outputs of an item that are not there yet, and commits each.</summary>
/// <param name="item">The item.</param>
/// <param name="epoch">The attempt.</param>
/// <param name="cancellation">Looked at between bounded units of work.</param>
public delegate void ItemRunner(WorkItem item, long epoch, CancellationToken cancellation);
