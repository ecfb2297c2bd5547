using Orleans.Concurrency;
using Orleans.Placement;
using SteerScope.Grains.Placement;

namespace SteerScope.Grains.Attempts;

/// <summary>Capture, corpus and steer items: they need the model, and the device class of the sweep.</summary>
[StatelessWorker(1)]
[Reentrant]
[DeviceClassFilter]
[Immovable]
public sealed class ShardGrain(ILanes lanes) : AttemptGrain(lanes), IShardGrain;
