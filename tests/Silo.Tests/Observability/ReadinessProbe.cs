using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SteerScope.Silo.Observability;

namespace SteerScope.Silo.Tests.Observability;

/// <summary>Asks a member whether it is ready while it starts and while it stops.</summary>
internal sealed class ReadinessProbe(IServiceProvider services) : IHostedService
{
    public (HttpStatusCode Code, string Text, HttpStatusCode Live) Starting { get; private set; }

    public (HttpStatusCode Code, string Text, HttpStatusCode Live) Stopping { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken) => Starting = await AskAsync();

    public async Task StopAsync(CancellationToken cancellationToken) => Stopping = await AskAsync();

    private async Task<(HttpStatusCode Code, string Text, HttpStatusCode Live)> AskAsync()
    {
        using var http = new HttpClient { BaseAddress = services.GetRequiredKeyedService<HttpPort>(SiloPages.MetricsKey).Address };
        using var ready = await http.GetAsync("ready");
        using var live = await http.GetAsync("live");
        return (ready.StatusCode, await ready.Content.ReadAsStringAsync(), live.StatusCode);
    }
}
