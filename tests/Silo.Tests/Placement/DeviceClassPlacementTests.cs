using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SteerScope.Grains;
using SteerScope.Grains.Attempts;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Tests.Support;
using SteerScope.Sweeps.Leases;
using Xunit;

namespace SteerScope.Silo.Tests.Placement;

/// <summary>Two members, one with a cpu and one with an H200, as their options say.</summary>
[Collection(MembersOfThisProcess.Name)]
public sealed class DeviceClassPlacementTests : IAsyncLifetime, IDisposable
{
    private const int Attempts = 30;

    private readonly TempFolder _folder = new();
    private readonly RecordingLanes _onCpu = new();
    private readonly RecordingLanes _onGpu = new();
    private IHost _cpu = null!;
    private IHost _gpu = null!;

    public async Task InitializeAsync()
    {
        _cpu = await StartAsync(new SiloOptions { Device = "cpu" }, _onCpu);
        _gpu = await StartAsync(new SiloOptions { Device = "torch-cuda:0", Labels = new Dictionary<string, string> { ["gpu"] = "H200" } }, _onGpu);

        // Members learn of each other's devices a moment after they have met.
        await TestCluster.EventuallyAsync(() => FindsAsync(_cpu, "torch-cuda"), TimeSpan.FromMinutes(1));
        await TestCluster.EventuallyAsync(() => FindsAsync(_gpu, "cpu"), TimeSpan.FromMinutes(1));
        _onCpu.Leases.Clear();
        _onGpu.Leases.Clear();
    }

    public async Task DisposeAsync()
    {
        foreach (var host in new[] { _gpu, _cpu })
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Attempts_OfAClass_AreOnlyOnMembersThatHaveIt()
    {
        for (var item = 0; item < Attempts; item++)
        {
            await RunAsync(_gpu, "cpu", item);
            await RunAsync(_cpu, "torch-cuda", Attempts + item);
            await RunAsync(_cpu, "torch-cuda.h200", (2 * Attempts) + item);
        }

        Assert.Equal(Enumerable.Range(0, Attempts), _onCpu.Leases.Select(lease => lease.Item).Order());
        Assert.Equal(Enumerable.Range(Attempts, 2 * Attempts), _onGpu.Leases.Select(lease => lease.Item).Order());
    }

    [Theory]
    [InlineData("torch-cpu")]
    [InlineData("torch-cuda.a100")]
    [InlineData("torch")]
    [InlineData("cpu,torch-cuda")]
    [InlineData("")]
    public async Task Attempts_NobodyHasTheClass_AreAnErrorAndRunNowhere(string deviceClass)
    {
        await Assert.ThrowsAnyAsync<OrleansException>(() => RunAsync(_cpu, deviceClass, 0));
        await Assert.ThrowsAnyAsync<OrleansException>(() => RunAsync(_gpu, deviceClass, 0));

        Assert.Empty(_onCpu.Leases);
        Assert.Empty(_onGpu.Leases);
    }

    [Fact]
    public async Task Attempts_ThatOnlyMerge_AreOnTheMemberThatAsks()
    {
        await RunAsync(_cpu, AttemptKey.Merging, 1);
        await RunAsync(_gpu, AttemptKey.Merging, 2);

        Assert.Equal(1, Assert.Single(_onCpu.Leases).Item);
        Assert.Equal(2, Assert.Single(_onGpu.Leases).Item);
    }

    private static async Task RunAsync(IHost from, string deviceClass, int item)
    {
        var lease = new Lease(item, 1);
        var key = new AttemptKey(deviceClass, "sweep", 1).ToString();
        var report = await from.Services.GetRequiredService<IGrainFactory>().GetGrain<IShardGrain>(key)
            .Run(new AttemptOrder("sweep", 1, lease), CancellationToken.None);
        Assert.Equal(new LeaseReport(lease, LeaseEnd.Done), report);
    }

    private static async Task<bool> FindsAsync(IHost from, string deviceClass)
    {
        try
        {
            await RunAsync(from, deviceClass, 1000);
            return true;
        }
        catch (OrleansException)
        {
            return false;
        }
    }

    private Task<IHost> StartAsync(SiloOptions options, ILanes lanes) =>
        TestMember.StartAsync(_folder["cluster"], options, builder => builder.Services.AddSingleton(lanes));
}
