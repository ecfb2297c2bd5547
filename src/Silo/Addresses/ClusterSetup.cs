using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Addresses;

/// <summary>What all kinds of clusters have in common.</summary>
internal static class ClusterSetup
{
    /// <summary>How often a client looks for silos that came or went.</summary>
    public static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(10);

    /// <summary>How long a client that starts looks for a silo, when it is not told.</summary>
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(15);

    /// <summary>Names, endpoints, liveness and security of a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="clusterId">Name of the cluster; also of the service, so that states of grains belong to it.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="security">How connections are secured.</param>
    /// <param name="heartbeat">
    /// How often the silo notes in the table that it is alive. A silo that starts where all others died waits for three of
    /// them before it gives those up, which Orleans' default makes a minute and a half.
    /// </param>
    public static void Configure(ISiloBuilder silo, string clusterId, SiloEndpoint endpoint, ClusterSecurity security, TimeSpan heartbeat)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, clusterId));
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = endpoint.Advertise;
            options.SiloPort = endpoint.SiloPort;
            options.GatewayPort = endpoint.GatewayPort;
            options.SiloListeningEndpoint = new(endpoint.Bind, endpoint.SiloPort);
            options.GatewayListeningEndpoint = new(endpoint.Bind, endpoint.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.IAmAliveTablePublishTimeout = heartbeat;
            options.TableRefreshTimeout = 2 * heartbeat;
            options.ProbeTimeout = TimeSpan.FromSeconds(3);
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        security.ConfigureSilo(silo);
    }

    /// <summary>Names and security of a client.</summary>
    public static void Configure(IClientBuilder client, string clusterId, ClusterSecurity security, TimeSpan? patience)
    {
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, clusterId));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
        client.Services.AddSingleton<IClientConnectionRetryFilter>(services =>
            new PatientConnection(patience ?? ClientPatience, services.GetService<TimeProvider>() ?? TimeProvider.System));
        security.ConfigureClient(client);
    }
}
