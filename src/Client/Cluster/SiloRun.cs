using System.Net;
using Microsoft.Extensions.Hosting;
using SteerScope.Client.Commands;
using SteerScope.Client.Composition;
using SteerScope.Devices;
using SteerScope.Silo;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Hosting;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Security;

namespace SteerScope.Client.Cluster;

/// <summary>Runs a member of a cluster in this process.</summary>
internal static class SiloRun
{
    /// <summary>Runs until SIGTERM or Ctrl-C; then what is at work may finish, and the rest is handed back.</summary>
    public static int Run(ClusterAccess access, SiloArguments arguments) =>
        Task.Run(() => RunAsync(access, arguments)).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(ClusterAccess access, SiloArguments arguments)
    {
        var address = ClusterAddress.Parse(access.Address);
        var security = await address.SecureAsync(ClusterSecurity.Load(access.TlsCertificate, access.TlsKey, access.TlsAuthority, access.SecretFile));
        var options = OptionsOf(address, arguments);
        await address.PrepareAsync(arguments.CreateSchema);
        using var host = await SiloEndpoint.StartAsync(
            Ip(arguments.Bind, "--bind"),
            Ip(arguments.Advertise, "--advertise"),
            arguments.SiloPort,
            arguments.GatewayPort,
            endpoint => StartAsync(address, endpoint, security, options, arguments));
        await host.WaitForShutdownAsync();
        return ExitCode.Done;
    }

    private static async Task<IHost> StartAsync(
        IClusterAddress address, SiloEndpoint endpoint, ClusterSecurity security, SiloOptions options, SiloArguments arguments)
    {
        security.Require(address, endpoint);
        if (!endpoint.OnThisMachine && arguments.StoreRoot is null)
        {
            throw new InputException("--store-root is missing; a member that other machines can reach needs the folder that sweeps may read and write.");
        }

        var host = SiloHost.Build(address, endpoint, security, options, PartsOf(options, arguments.Threads));
        await SiloHost.StartAsync(host);

        Console.Out.WriteLine($"member of {address} with {options.Device ?? "no device"}, silo port {endpoint.SiloPort}, gateway port {endpoint.GatewayPort}");
        var pages = SiloPages.Of(host);
        if (pages.Metrics is not null)
        {
            Console.Out.WriteLine($"metrics at {pages.Metrics}metrics, and whether it takes work at {pages.Metrics}ready");
        }

        if (pages.Dashboard is not null)
        {
            Console.Out.WriteLine($"dashboard at {pages.Dashboard}, on this machine only");
        }

        return host;
    }

    private static SiloOptions OptionsOf(IClusterAddress address, SiloArguments arguments)
    {
        var device = arguments.Device == "none" ? null : DeviceName.Parse(arguments.Device, "--device");
        if (device is not (null or "cpu") && arguments.Lanes > 1)
        {
            throw new InputException($"--workers {arguments.Lanes}: {device} is one device with one thread of its own; it should be 1.");
        }

        return new SiloOptions
        {
            Cluster = address.ToString()!,
            Device = device,
            Lanes = arguments.Lanes,
            Labels = arguments.Labels,
            Drain = TimeSpan.FromSeconds(arguments.DrainSeconds),
            StoreRoot = arguments.StoreRoot ?? "/",
            Observability = ObservabilityOptions.Parse(arguments.Metrics, arguments.Dashboard),
        };
    }

    private static SiloParts PartsOf(SiloOptions options, int threads)
    {
        var each = Math.Max(1, threads / options.Lanes);
        return new SiloParts(
            options.Device is { } device ? () => Providers.Open(device, each) : null,
            () => Providers.OpenManaged(each),
            Providers.Tables,
            ProductVersion.Number);
    }

    private static IPAddress? Ip(string? text, string option) => text is null ? null
        : IPAddress.TryParse(text, out var ip) ? ip
        : throw new InputException($"{option} {text}: should be an IP address.");
}
