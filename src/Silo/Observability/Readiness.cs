using Microsoft.Extensions.Hosting;

namespace SteerScope.Silo.Observability;

/// <summary>Whether a member takes work: it has joined, is not told to stop, and the others take it for alive.</summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, ISiloStatusOracle members)
{
    /// <summary>One word on where it stands; <c>ready</c> when it takes work.</summary>
    public string State() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "draining"
        : !lifetime.ApplicationStarted.IsCancellationRequested ? "joining"
        : members.CurrentStatus == SiloStatus.Active ? Ready
        : "not a member";

    /// <summary>The word for yes.</summary>
    public const string Ready = "ready";
}
