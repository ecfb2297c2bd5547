using Orleans.Concurrency;
using Orleans.Placement;
using SteerScope.Grains.Placement;

namespace SteerScope.Grains.Attempts;

/// <summary>Decompositions by an SAE, and the results at the end.</summary>
[StatelessWorker(1)]
[Reentrant]
[DeviceClassFilter]
[Immovable]
public sealed class FeatureBlockGrain(ILanes lanes) : AttemptGrain(lanes), IFeatureBlockGrain;
