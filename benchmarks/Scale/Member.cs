using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SteerScope.Compute.Cpu;
using SteerScope.Devices;
using SteerScope.Silo;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Hosting;
using SteerScope.Silo.Security;
using SteerScope.Tables.Parquet;

namespace SteerScope.Scale;

/// <summary>A member as the product runs it, but for its device. It says every second what it used.</summary>
internal static class Member
{
    /// <summary>Runs until the process is ended.</summary>
    public static async Task<int> RunAsync(string cluster, double shardMs)
    {
        var address = ClusterAddress.Parse(cluster);
        var security = await address.SecureAsync(ClusterSecurity.None);
        await address.PrepareAsync(createSchema: false);
        var options = new SiloOptions { Cluster = cluster, Device = "torch-cpu" };
        var parts = new SiloParts(
            () => new SimulatedDevice(TimeSpan.FromMilliseconds(shardMs)),
            () => new ComputeDevice<CpuTensor>(new CpuOps(1)),
            new ParquetNetFormat(),
            "benchmark");
        using var host = await SiloEndpoint.StartAsync(null, null, null, null, async endpoint =>
        {
            var built = SiloHost.Build(address, endpoint, security, options, parts);
            await built.StartAsync();
            return built;
        });
        Console.Out.WriteLine($"{MemberProcess.Ready}{host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()}");
        using var self = Process.GetCurrentProcess();
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        while (!stopping.IsCancellationRequested)
        {
            self.Refresh();
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{MemberProcess.Used}{self.TotalProcessorTime.TotalSeconds:F3} {GC.GetTotalMemory(forceFullCollection: false)} {self.WorkingSet64}"));
            await Task.Delay(1000, CancellationToken.None);
        }

        await host.WaitForShutdownAsync();
        return 0;
    }
}
