using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains.Attempts;

/// <summary>One attempt, on the member that holds the lease; it is over when the attempt is.</summary>
public abstract class AttemptGrain(ILanes lanes) : Grain, IAttemptGrain
{
    /// <inheritdoc/>
    public async Task<LeaseReport> Run(AttemptOrder order, CancellationToken cancellation)
    {
        try
        {
            return MessageLimits.Shortened(await lanes.RunAsync(order, cancellation));
        }
        finally
        {
            DeactivateOnIdle();
        }
    }
}
