using Microsoft.Extensions.Hosting;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Hosting;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Tests.Support;

/// <summary>Whole members, as the command starts them, in this process. They have no sweep, so that no device is opened.</summary>
internal static class TestMember
{
    /// <summary>Starts a member of a cluster in a folder.</summary>
    public static async Task<IHost> StartAsync(string folder, SiloOptions options, Action<IHostApplicationBuilder>? configure = null)
    {
        var address = ClusterAddress.Parse(new Uri(folder).AbsoluteUri);
        var security = await address.SecureAsync(ClusterSecurity.None);
        await address.PrepareAsync(createSchema: false);
        var parts = new SiloParts(NoDevice, NoDevice, null!, "0.0.0");
        return await SiloEndpoint.StartAsync(null, null, null, null, async endpoint =>
        {
            var host = SiloHost.Build(address, endpoint, security, options with { StoreRoot = folder, Drain = TimeSpan.Zero }, parts, configure);
            await SiloHost.StartAsync(host);
            return host;
        });
    }

    private static Devices.IComputeDevice NoDevice() => throw new InvalidOperationException("No sweep, no device.");
}
