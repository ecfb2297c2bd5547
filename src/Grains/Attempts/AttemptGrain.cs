using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains.Attempts;

/// <summary>
/// The attempts of one session, on the member that holds its leases. Its kinds are stateless workers, at most one for a key: the
/// directory of grains does not know them, so that an attempt needs no third member, and none ends because another member did.
/// </summary>
public abstract class AttemptGrain(ILanes lanes) : Grain, IAttemptGrain
{
    /// <inheritdoc/>
    public async Task<LeaseReport> Run(AttemptOrder order, CancellationToken cancellation) =>
        MessageLimits.Shortened(await lanes.RunAsync(order, cancellation));
}
