using Orleans.Runtime.Messaging;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Addresses;

/// <summary>
/// How long a client that starts looks for a silo. Orleans' own rule goes on for three minutes; a silo that refuses this
/// client will not change its mind, and one that is just starting is there within seconds.
/// </summary>
internal sealed class PatientConnection(TimeSpan patience, TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly long _begun = time.GetTimestamp();

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (ConnectionProblem.IsRefusal(exception)
            || exception is not (ConnectionFailedException or SiloUnavailableException or OrleansMessageRejectionException)
            || time.GetElapsedTime(_begun) >= patience)
        {
            return false;
        }

        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
