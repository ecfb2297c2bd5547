using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Tests.Support;

/// <summary>Real silos and clients in this process.</summary>
internal static class TestCluster
{
    /// <summary>Starts a silo on free loopback ports.</summary>
    public static async Task<IHost> StartSiloAsync(IClusterAddress address, ClusterSecurity given, Action<ILoggingBuilder>? logging = null)
    {
        var security = await address.SecureAsync(given);
        await address.PrepareAsync(createSchema: true);
        return await SiloEndpoint.StartAsync(null, null, null, null, async endpoint =>
        {
            var host = BuildSilo(address, security, endpoint, logging);
            try
            {
                await host.StartAsync();
                return host;
            }
            catch
            {
                await StopAsync(host);
                throw;
            }
        });
    }

    /// <summary>A silo that is not started.</summary>
    public static IHost BuildSilo(IClusterAddress address, ClusterSecurity security, SiloEndpoint endpoint, Action<ILoggingBuilder>? logging = null) =>
        new HostBuilder()
            .ConfigureLogging(builder => logging?.Invoke(builder))
            .UseOrleans(silo => address.ConfigureSilo(silo, endpoint, security))
            .Build();

    /// <summary>A client that is not started.</summary>
    public static async Task<IHost> BuildClientAsync(IClusterAddress address, ClusterSecurity given, TimeSpan? patience = null)
    {
        var security = await address.SecureAsync(given);
        return new HostBuilder().UseOrleansClient(client => address.ConfigureClient(client, security, patience)).Build();
    }

    /// <summary>Starts a client.</summary>
    public static async Task<IHost> StartClientAsync(IClusterAddress address, ClusterSecurity given, TimeSpan? patience = null)
    {
        var host = await BuildClientAsync(address, given, patience);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>A grain, as a client or a silo calls it.</summary>
    public static IEchoGrain Echo(this IHost host, string key) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>(key);

    /// <summary>Waits until something holds that a cluster brings about by itself.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds, TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await holds().WaitAsync(end.Token))
        {
            await timer.WaitForNextTickAsync(end.Token);
        }
    }

    private static async Task StopAsync(IHost host)
    {
        try
        {
            await host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // What had not started cannot stop.
        }

        host.Dispose();
    }
}
