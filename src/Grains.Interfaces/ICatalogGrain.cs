using Orleans.Concurrency;
using SteerScope.Grains.Messages;

namespace SteerScope.Grains;

/// <summary>The sweeps that a cluster works on. There is one, of the key 0.</summary>
[Alias("steerscope.catalog")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a sweep, or finds it where it was submitted before.</summary>
    /// <returns>Its id.</returns>
    Task<string> Submit(SweepSubmission submission);

    /// <summary>What there is to do, in the order of submission.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<ActiveSweep>> Active();

    /// <summary>What was submitted under an id; null when nothing was.</summary>
    [AlwaysInterleave]
    Task<SweepSubmission?> Find(string sweep);

    /// <summary>Takes a sweep off the list of what there is to do.</summary>
    Task Over(string sweep);
}
