using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SteerScope.Client.Commands;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Hosting;
using SteerScope.Silo.Security;

namespace SteerScope.Client.Cluster;

/// <summary>A client's connection to a cluster.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    // Beyond the patience with members that are not there (15 s), for a machine that is so busy that this process hardly gets on.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly IHost _host;

    private ClusterConnection(IHost host, string address)
    {
        _host = host;
        Address = address;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>The cluster's grains.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>The cluster's address, without a password.</summary>
    public string Address { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="InputException">There is no such cluster, no member answers, or it does not take this client.</exception>
    public static async Task<ClusterConnection> OpenAsync(ClusterAccess access, CancellationToken cancellation)
    {
        var address = ClusterAddress.Parse(access.Address);
        await address.CheckAsync(cancellation);
        var security = await address.SecureAsync(
            ClusterSecurity.Load(access.TlsCertificate, access.TlsKey, access.TlsAuthority, access.SecretFile), cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "steerscope" });
        SiloHost.AddContracts(builder.Services);
        builder.UseOrleansClient(client => address.ConfigureClient(client, security));
        var host = builder.Build();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            await host.StartAsync(patience.Token);
            return new ClusterConnection(host, address.ToString()!);
        }
        catch (Exception e) when (e is not InputException && !cancellation.IsCancellationRequested)
        {
            host.Dispose();
            throw new InputException(ConnectionProblem.Explain(e, address), e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
