using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains.Attempts;

/// <summary>The devices of this member, each with dedicated threads behind a bounded queue: grain turns only wait for them.</summary>
public interface ILanes
{
    /// <summary>Does an attempt on the device that the order names.</summary>
    /// <returns>How it ended; whatever the work threw is in there.</returns>
    /// <exception cref="InvalidOperationException">This member has no such device, or is not prepared for the sweep.</exception>
    Task<LeaseReport> RunAsync(AttemptOrder order, CancellationToken cancellation);
}
