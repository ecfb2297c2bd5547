using SteerScope.Silo.Security;

namespace SteerScope.Silo.Addresses;

/// <summary>
/// Where a cluster keeps the list of its members and the states of its grains: what <c>--cluster</c> names. The one place
/// that decides how Orleans is set up, for silos and for clients alike.
/// </summary>
public interface IClusterAddress
{
    /// <summary>Name of the cluster: silos and clients with different names never meet.</summary>
    string ClusterId { get; }

    /// <summary>Whether all silos and clients are on this machine.</summary>
    bool OnThisMachine { get; }

    /// <summary>The security that silos and clients use: what was given, or, where a cluster has a secret of its own, that.</summary>
    /// <param name="given">What the options name.</param>
    /// <param name="cancellation">Ends the wait for the folder's lock.</param>
    /// <exception cref="InputException">The folder cannot be made one's own.</exception>
    Task<ClusterSecurity> SecureAsync(ClusterSecurity given, CancellationToken cancellation = default);

    /// <summary>Makes or checks the place, before a silo starts.</summary>
    /// <param name="createSchema">Whether to make the schema of a database; else a missing one is an error.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="InputException">The place cannot be reached or used.</exception>
    Task PrepareAsync(bool createSchema, CancellationToken cancellation = default);

    /// <summary>Checks the place, before a client starts.</summary>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="InputException">No cluster has ever used the place, or it cannot be reached.</exception>
    Task CheckAsync(CancellationToken cancellation = default);

    /// <summary>Sets up a silo: names, endpoints, members, the storage <see cref="Storage.ClusterStorage.Name"/>, liveness, security.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="security">What <see cref="SecureAsync"/> gave.</param>
    void ConfigureSilo(ISiloBuilder silo, SiloEndpoint endpoint, ClusterSecurity security);

    /// <summary>Sets up a client: names, gateways, security.</summary>
    /// <param name="client">The client.</param>
    /// <param name="security">What <see cref="SecureAsync"/> gave.</param>
    /// <param name="patience">How long its start looks for a silo; 15 seconds when left out. See <see cref="ConnectionProblem"/> for what then comes.</param>
    void ConfigureClient(IClientBuilder client, ClusterSecurity security, TimeSpan? patience = null);
}
