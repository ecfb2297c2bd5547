using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime.Messaging;
using SteerScope.Grains;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Hosting;
using SteerScope.Silo.Security;

namespace SteerScope.Scale;

/// <summary>The members, and a client of them.</summary>
internal sealed class ScaleCluster : IAsyncDisposable
{
    private readonly IHost _client;

    private ScaleCluster(IHost client, IReadOnlyDictionary<string, MemberProcess> members)
    {
        _client = client;
        Members = members;
    }

    /// <summary>Members by their addresses in the cluster.</summary>
    public IReadOnlyDictionary<string, MemberProcess> Members { get; }

    /// <summary>What all members have used, as each said within the last second.</summary>
    public double CpuSeconds => Members.Values.Sum(m => m.Use.CpuSeconds);

    /// <summary>Its grains.</summary>
    public IGrainFactory Grains => _client.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts them all.</summary>
    public static async Task<ScaleCluster> StartAsync(int members, double shardMs)
    {
        var name = $"localhost:scale-{Environment.ProcessId}";
        MemberProcess[] processes = [.. Enumerable.Range(0, members).Select(_ => new MemberProcess(name, shardMs))];
        try
        {
            var addresses = await Task.WhenAll(processes.Select(p => p.Address)).WaitAsync(TimeSpan.FromMinutes(4));
            var address = ClusterAddress.Parse(name);
            var security = await address.SecureAsync(ClusterSecurity.None);
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "steerscope" });
            SiloHost.AddContracts(builder.Services);
            builder.UseOrleansClient(client => address.ConfigureClient(client, security));
            var host = builder.Build();
            await host.StartAsync();
            return new ScaleCluster(host, addresses.Zip(processes).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        }
        catch
        {
            Array.ForEach(processes, p => p.Dispose());
            throw;
        }
    }

    /// <summary>The address of the member that the sweep's grain lives on; null when it lives nowhere.</summary>
    public async Task<string?> HostOfAsync(ISweepGrain sweep)
    {
        var address = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(sweep);
        return address?.ToParsableString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        foreach (var member in Members.Values)
        {
            member.Dispose();
        }
    }

    // A call may have gone through the member that was killed.
    private static async Task<bool> HoldsAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or ConnectionFailedException)
        {
            return false;
        }
    }

    /// <summary>Polls until something is the case.</summary>
    /// <returns>How long it took; null when it took longer than allowed.</returns>
    public static async Task<TimeSpan?> UntilAsync(Func<Task<bool>> holds, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await HoldsAsync(holds))
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                return null;
            }

            await Task.Delay(50);
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
