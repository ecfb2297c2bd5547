using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains;

/// <summary>Attempts at work items, on the machine that holds the leases. See <see cref="AttemptKey"/> for its key.</summary>
public interface IAttemptGrain : IGrainWithStringKey
{
    /// <summary>Makes the item's outputs on the device, and returns when all are committed or it is clear that they will not be.</summary>
    /// <remarks>
    /// As long as Orleans can say: a message carries its time in milliseconds as an int, and one of 25 days arrives elsewhere as
    /// expired, is dropped, and its caller waits those 25 days.
    /// </remarks>
    [ResponseTimeout("20.00:00:00")]
    Task<LeaseReport> Run(AttemptOrder order, CancellationToken cancellation);
}

/// <summary>Prompt and text shards: capture, corpus, steer.</summary>
[Alias("steerscope.shard")]
public interface IShardGrain : IAttemptGrain;

/// <summary>What is merged over shards, layer by layer: norm distributions, steering vectors.</summary>
[Alias("steerscope.layer")]
public interface ILayerGrain : IAttemptGrain;

/// <summary>What an SAE makes of a vector, and single features of it.</summary>
[Alias("steerscope.features")]
public interface IFeatureBlockGrain : IAttemptGrain;
