using Orleans.Concurrency;
using Orleans.Placement;
using SteerScope.Grains.Placement;

namespace SteerScope.Grains.Attempts;

/// <summary>Norms and vectors of a layer.</summary>
[StatelessWorker(1)]
[Reentrant]
[DeviceClassFilter]
[Immovable]
public sealed class LayerGrain(ILanes lanes) : AttemptGrain(lanes), ILayerGrain;
