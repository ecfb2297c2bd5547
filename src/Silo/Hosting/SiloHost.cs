using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;
using SteerScope.Grains;
using SteerScope.Grains.Attempts;
using SteerScope.Grains.Placement;
using SteerScope.Grains.Sweeps;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Agents;
using SteerScope.Silo.Lanes;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Security;
using SteerScope.Silo.Sweeps;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Silo.Hosting;

/// <summary>Puts a member of a cluster together.</summary>
public static class SiloHost
{
    /// <summary>Room beside the drain for saying goodbye to the cluster.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(20);

    /// <summary>Builds a member; it is started and stopped as a host.</summary>
    /// <param name="address">Its cluster.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="security">How its connections are secured.</param>
    /// <param name="options">What it offers.</param>
    /// <param name="parts">Providers and formats.</param>
    /// <param name="configure">Adds to the host.</param>
    public static IHost Build(
        IClusterAddress address,
        SiloEndpoint endpoint,
        ClusterSecurity security,
        SiloOptions options,
        SiloParts parts,
        Action<IHostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "steerscope" });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("SteerScope", LogLevel.Information);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + Goodbye);
        builder.Services.AddSingleton(TimeProvider.System);
        SiloObservability.AddMetrics(builder, options, endpoint, parts.Version);
        builder.UseOrleans(silo =>
        {
            address.ConfigureSilo(silo, endpoint, security);
            silo.UseSiloMetadata(new Dictionary<string, string>(options.Labels)
            {
                ["device"] = options.Device ?? "none",
                [MemberMetadata.Classes] = string.Join(',', [.. options.Classes, AttemptKey.Merging]),
            });
            silo.Services.AddPlacementFilter<DeviceClassFilter, DeviceClassFilterDirector>(ServiceLifetime.Transient);

            // Everywhere, whoever shows it: its grains may come to life on any member.
            silo.AddDashboard();
            silo.AddActivityPropagation();
        });
        SiloObservability.AddDashboard(builder, options.Observability);
        AddParts(builder.Services, options, parts);
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Starts a member. One that cannot start whole leaves the cluster again, rather than be missed, and is disposed of.</summary>
    public static async Task StartAsync(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var members = host.Services.GetRequiredService<ISiloStatusOracle>();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            if (members.CurrentStatus == SiloStatus.Active)
            {
                await host.StopAsync();
            }

            host.Dispose();
            throw;
        }
    }

    /// <summary>How contracts travel: those of Core are plain data, and Core knows no cluster.</summary>
    public static void AddContracts(IServiceCollection services)
    {
        services.AddSerializer(serializer => serializer.AddJsonSerializer(type => type.Namespace?.StartsWith("SteerScope.Sweeps", StringComparison.Ordinal) == true));

        // Else what a member says is wrong arrives as a fault of the serializer.
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = type => type == typeof(InputException));
    }

    private static void AddParts(IServiceCollection services, SiloOptions options, SiloParts parts)
    {
        AddContracts(services);
        services.AddSingleton(options);
        services.AddSingleton(parts);
        services.AddSingleton(new StoreRoot(options.StoreRoot));
        services.AddSingleton(new LeaseOptions());
        services.AddSingleton<SweepShelf>();
        services.AddSingleton<ISubmissionCheck, SubmissionCheck>();
        services.AddSingleton<ISweepOpener, SweepOpener>();
        services.AddSingleton<IResultReader, ResultReader>();
        services.AddSingleton<DeviceLanes>();
        services.AddSingleton<ILanes>(provider => provider.GetRequiredService<DeviceLanes>());
        services.AddSingleton<Workbench>();
        services.AddSingleton<SweepWorkerFactory>();

        // Last, so that it is the first to stop: what it holds is given back while the cluster can still be spoken to.
        services.AddHostedService<DeviceAgent>();
    }
}
