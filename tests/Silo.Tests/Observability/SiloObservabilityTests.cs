using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Observability.Gpus;
using SteerScope.Silo.Tests.Observability.Gpus;
using SteerScope.Silo.Tests.Support;
using SteerScope.Sweeps.Leases;
using Xunit;

namespace SteerScope.Silo.Tests.Observability;

[Collection(MembersOfThisProcess.Name)]
public sealed class SiloObservabilityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_OfAMember_AreInPrometheusForm()
    {
        using var host = await StartAsync(new ObservabilityOptions(MetricsPort: 0));
        var meters = host.Services.GetRequiredService<SiloMeters>();
        using var queue = meters.Watch(() => 7);
        meters.Ended("capture", LeaseEnd.Done, TimeSpan.FromSeconds(2), 600);
        meters.Ended("capture", LeaseEnd.Failed, TimeSpan.FromSeconds(1), 600);
        meters.HandedBack("vector");
        using var http = new HttpClient { BaseAddress = SiloPages.Of(host).Metrics };

        var text = await http.GetStringAsync("metrics");

        var lines = text.Split('\n');
        Assert.Equal(1, Value(lines, "steerscope_items_total", "stage=\"capture\"", "end=\"done\""));
        Assert.Equal(1, Value(lines, "steerscope_items_total", "stage=\"capture\"", "end=\"failed\""));
        Assert.Equal(1, Value(lines, "steerscope_items_total", "stage=\"vector\"", "end=\"handed_back\""));
        Assert.Equal(600, Value(lines, "steerscope_tokens_total", "stage=\"capture\""));
        Assert.Equal(7, Value(lines, "steerscope_leases_held"));
        Assert.Equal(2, Value(lines, "steerscope_item_duration_seconds_count", "stage=\"capture\""));
        Assert.Equal(3, Value(lines, "steerscope_item_duration_seconds_sum", "stage=\"capture\""));
        Assert.Equal(0, Value(lines, "steerscope_sessions_lost_total"));
        Assert.Contains(lines, line => line.StartsWith("steerscope_tokens_rate_per_second{", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("orleans_", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [CompilerFact]
    public async Task Metrics_OfAMemberWithAGpu_HaveItsMemory()
    {
        using var driver = new StandInDriver();
        using var host = await StartAsync(new ObservabilityOptions(MetricsPort: 0), builder => builder.Services.AddSingleton<IHostedService>(
            services => new GpuMeters(services.GetRequiredService<IMeterFactory>(), () => GpuMemory.TryOpen(0, driver.Path, driver.Path))));
        using var http = new HttpClient { BaseAddress = SiloPages.Of(host).Metrics };

        var lines = (await http.GetStringAsync("metrics")).Split('\n');

        Assert.Equal(21474836481, Value(lines, "hw_gpu_memory_usage_bytes", "hw_id=\"GPU-f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff\""));
        Assert.Equal(85899345920, Value(lines, "hw_gpu_memory_limit_bytes", "hw_model=\"Stand-in 80GB\""));
        await host.StopAsync();
    }

    [Fact]
    public async Task Ready_BeforeTheMemberHasJoinedAndWhileItStops_IsNo()
    {
        ReadinessProbe? probe = null;
        using var host = await StartAsync(new ObservabilityOptions(MetricsPort: 0), builder =>
            builder.Services.AddSingleton<IHostedService>(services => probe = new ReadinessProbe(services)));
        using var http = new HttpClient { BaseAddress = SiloPages.Of(host).Metrics };

        using var ready = await http.GetAsync("ready");
        Assert.Equal((HttpStatusCode.OK, "ready\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync()));

        await host.StopAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "joining\n", HttpStatusCode.OK), probe!.Starting);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining\n", HttpStatusCode.OK), probe.Stopping);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("live"));
    }

    [Fact]
    public async Task Dashboard_OfAMember_IsAPageOnLoopbackOnly()
    {
        using var host = await StartAsync(new ObservabilityOptions(DashboardPort: 0));
        var address = SiloPages.Of(host).Dashboard!;
        using var http = new HttpClient { BaseAddress = address };

        Assert.Contains("<html", await http.GetStringAsync(""), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"hosts\"", await http.GetStringAsync("DashboardCounters"), StringComparison.Ordinal);
        Assert.True(address.IsLoopback);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "DashboardCounters") { Headers = { Host = "dashboard.example" } };
        using var refused = await http.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var none = await http.GetAsync("metrics");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        await host.StopAsync();
    }

    [Fact]
    public async Task Port_Taken_IsOneSentenceAndNoConflictOfTheMembersOwnPorts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var metrics = await Assert.ThrowsAsync<InputException>(() => StartAsync(new ObservabilityOptions(MetricsPort: port)));
        var dashboard = await Assert.ThrowsAsync<InputException>(() => StartAsync(new ObservabilityOptions(DashboardPort: port)));

        Assert.StartsWith($"--metrics {port}: ", metrics.Message, StringComparison.Ordinal);
        Assert.StartsWith($"--dashboard {port}: ", dashboard.Message, StringComparison.Ordinal);
        var members = await TestMembers.OpenTable(_folder["cluster"]).ReadAllAsync(default);
        Assert.All(members.Members, member => Assert.Equal(SiloStatus.Dead, member.Item1.Status));
    }

    [Fact]
    public async Task Otlp_Asked_SendsMetersAndTracesWhereTheVariablesSay()
    {
        await using var collector = await OtlpCollector.StartAsync();
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address);
        try
        {
            using var host = await StartAsync(new ObservabilityOptions(Otlp: true));
            host.Services.GetRequiredService<SiloMeters>().Ended("capture", LeaseEnd.Done, TimeSpan.FromSeconds(2), 600);
            var lease = new Lease(1, 2);
            using (var activity = AttemptActivity.Begin(new ActiveSweep("sweep", "cpu"), 1, lease, "item", "capture"))
            {
                Assert.NotNull(activity);
                await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICatalogGrain>(0).Active();
                AttemptActivity.End(activity, new LeaseReport(lease, LeaseEnd.Done));
                Assert.Equal("done", activity.GetTagItem("steerscope.end"));
            }

            await host.StopAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", null);
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        }

        Assert.True(collector.Has("/v1/metrics", "steerscope.items"));
        Assert.True(collector.Has("/v1/metrics", "Microsoft.Orleans"));
        Assert.True(collector.Has("/v1/traces", "attempt capture"));
        Assert.True(collector.Has("/v1/traces", "Microsoft.Orleans.Application"));
    }

    [Fact]
    public async Task Otlp_CollectorThatIsNotThere_KeepsNobody()
    {
        string address;
        await using (var collector = await OtlpCollector.StartAsync())
        {
            address = collector.Address;
        }

        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", address);
        try
        {
            using var host = await StartAsync(new ObservabilityOptions(Otlp: true));

            await host.StopAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        }
    }

    private static double Value(string[] lines, string name, params string[] labels) => lines
        .Where(line => line.Split('{', ' ')[0] == name && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Select(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
        .DefaultIfEmpty(double.NaN)
        .Sum();

    private Task<IHost> StartAsync(ObservabilityOptions options, Action<IHostApplicationBuilder>? configure = null) =>
        TestMember.StartAsync(_folder["cluster"], new SiloOptions { Observability = options }, configure);
}
