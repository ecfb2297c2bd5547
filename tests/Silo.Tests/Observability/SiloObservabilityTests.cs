using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Tests.Support;
using SteerScope.Sweeps.Leases;
using Xunit;

namespace SteerScope.Silo.Tests.Observability;

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
    }

    [Fact]
    public async Task Otlp_Asked_SendsMetersAndTracesWhereTheVariablesSay()
    {
        var port = SiloEndpoint.Choose(null, null, null, null).GatewayPort;
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        var received = new ConcurrentDictionary<string, int>();
        collector.Start();
        var listening = ListenAsync(collector, received);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{port}");
        try
        {
            using var host = await StartAsync(new ObservabilityOptions(Otlp: true));
            var lease = new Lease(1, 2);
            using (var activity = AttemptActivity.Begin(new ActiveSweep("sweep", "cpu"), 1, lease, "item", "capture"))
            {
                Assert.NotNull(activity);
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

        collector.Stop();
        await listening;
        Assert.Equal("", string.Join(' ', received));
        Assert.True(received.ContainsKey("/v1/metrics"));
        Assert.True(received.ContainsKey("/v1/traces"));
    }

    private static async Task ListenAsync(HttpListener collector, ConcurrentDictionary<string, int> received)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                received.AddOrUpdate(context.Request.Url!.AbsolutePath, 1, (_, count) => count + 1);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    // The sum over members of this process, which may be several: the reader cannot keep their meters apart.
    private static double Value(string[] lines, string name, params string[] labels) => lines
        .Where(line => line.Split('{', ' ')[0] == name && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Select(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
        .DefaultIfEmpty(double.NaN)
        .Sum();

    private Task<IHost> StartAsync(ObservabilityOptions options, Action<IHostApplicationBuilder>? configure = null) =>
        TestMember.StartAsync(_folder["cluster"], new SiloOptions { Observability = options }, configure);
}
