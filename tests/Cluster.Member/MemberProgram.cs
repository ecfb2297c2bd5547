using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using SteerScope.Compute.Cpu;
using SteerScope.Devices;
using SteerScope.Silo;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Hosting;
using SteerScope.Silo.Security;
using SteerScope.Sweeps.Leases;
using SteerScope.Tables.Parquet;

namespace SteerScope.Cluster.Member;

/// <summary>Does what <c>steerscope silo</c> does, with a device that fails on demand.</summary>
internal static class MemberProgram
{
    public static async Task<int> RunAsync(MemberArguments arguments)
    {
        var address = ClusterAddress.Parse(arguments.Cluster);
        var security = await address.SecureAsync(ClusterSecurity.None);
        await address.PrepareAsync(createSchema: false);
        var options = new Silo.SiloOptions { Cluster = address.ToString()!, Drain = arguments.Drain };
        var parts = new SiloParts(() => new FaultyDevice(Managed(), arguments), Managed, new ParquetNetFormat(), Version);
        using var host = await SiloEndpoint.StartAsync(null, null, arguments.Port, arguments.Port + 1, async endpoint =>
        {
            var built = SiloHost.Build(address, endpoint, security, options, parts, builder =>
            {
                if (arguments.Silence is { } silence)
                {
                    builder.Services.AddSingleton(new LeaseOptions { Silence = silence });
                }

                if (arguments.Patient)
                {
                    builder.Services.Configure<ClusterMembershipOptions>(membership => membership.NumMissedProbesLimit = 1000);
                }
            });
            await built.StartAsync();
            return built;
        });
        Console.Out.WriteLine($"member of {address}");
        await host.WaitForShutdownAsync();
        return 0;
    }

    // That of the command, which is built with it, so that manifests can be compared.
    private static string Version { get; } =
        typeof(MemberProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static ComputeDevice<CpuTensor> Managed() => new(new CpuOps(1));
}
