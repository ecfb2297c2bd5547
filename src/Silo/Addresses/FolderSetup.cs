using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Messaging;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using SteerScope.Silo.Membership;
using SteerScope.Silo.Storage;

namespace SteerScope.Silo.Addresses;

/// <summary>Members and grain states in a folder.</summary>
internal static class FolderSetup
{
    /// <summary>Of a silo.</summary>
    public static void Configure(ISiloBuilder silo, ClusterFolder folder, string clusterId)
    {
        silo.Services.AddSingleton<IMembershipTable>(services =>
            new FileMembershipTable(folder, clusterId, services.GetRequiredService<ILogger<FileMembershipTable>>()));
        silo.Services.AddGrainStorage(ClusterStorage.Name, (services, _) => new FileGrainStorage(
            folder, services.GetRequiredService<IGrainStorageSerializer>(), services.GetRequiredService<ILogger<FileGrainStorage>>()));
    }

    /// <summary>Of a client.</summary>
    public static void Configure(IClientBuilder client, ClusterFolder folder, string clusterId) =>
        client.Services.AddSingleton<IGatewayListProvider>(new FileGatewayListProvider(folder, clusterId, ClusterSetup.GatewayRefresh));

    /// <summary>Checks that a cluster was there.</summary>
    /// <exception cref="InputException">None was.</exception>
    public static void Check(ClusterFolder folder, string address)
    {
        if (!File.Exists(folder.Members) && !File.Exists(CheckedJson.CopyOf(folder.Members)))
        {
            throw new InputException($"No silo has been started for --cluster {address}; start one: steerscope silo --cluster {address}.");
        }
    }
}
