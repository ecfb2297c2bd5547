using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Dashboard;
using SteerScope.Grains.Sweeps;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Observability.Gpus;

namespace SteerScope.Silo.Observability;

/// <summary>Adds meters, traces, and the ports that show them.</summary>
internal static class SiloObservability
{
    /// <summary>What starts before the member joins and stops after it has left.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="member">The member, and what of it is shown.</param>
    /// <param name="endpoint">Where the member listens; metrics are at the same address.</param>
    /// <param name="version">Version of the program.</param>
    public static void AddMetrics(IHostApplicationBuilder builder, SiloOptions member, SiloEndpoint endpoint, string version)
    {
        var options = member.Observability;
        var services = builder.Services;
        services.AddMetrics();
        services.AddSingleton<SiloMeters>();
        services.AddSingleton<ISweepEvents>(provider => provider.GetRequiredService<SiloMeters>());
        if (options.MetricsPort is null && options.DashboardPort is null && !options.Otlp)
        {
            return;
        }

        if (member.Device?.Split(':') is ["torch-cuda", var number])
        {
            services.AddSingleton<IHostedService>(provider => new GpuMeters(
                provider.GetRequiredService<IMeterFactory>(), () => GpuMemory.TryOpen(int.Parse(number, CultureInfo.InvariantCulture))));
        }

        services.AddRouting();
        services.TryAddSingleton(new DiagnosticListener(SiloMeters.Name));
        services.TryAddSingleton<DiagnosticSource>(provider => provider.GetRequiredService<DiagnosticListener>());
        if (options.Otlp)
        {
            // The host reads no other variables: Orleans would take some of them for its own.
            builder.Configuration.AddInMemoryCollection(OtelVariables());
        }

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("steerscope", serviceVersion: version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(SiloMeters.Name, "Microsoft.Orleans");
                if (options.MetricsPort is not null)
                {
                    metrics.AddPrometheusExporter();
                }

                if (options.Otlp)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (options.Otlp)
        {
            telemetry.WithTracing(traces => traces.AddSource(SiloMeters.Name, "Microsoft.Orleans.*").AddOtlpExporter());
        }

        if (options.MetricsPort is { } port)
        {
            services.AddSingleton<Readiness>();
            AddPort(services, SiloPages.MetricsKey, "--metrics", new IPEndPoint(endpoint.Bind, port), _ => { }, endpoints =>
            {
                endpoints.MapPrometheusScrapingEndpoint("/metrics");
                endpoints.MapGet("/live", () => "live\n");
                endpoints.MapGet("/ready", (HttpContext context) =>
                {
                    var state = context.RequestServices.GetRequiredService<Readiness>().State();
                    context.Response.StatusCode = state == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                    return context.Response.WriteAsync(state + "\n");
                });
            });
        }
    }

    /// <summary>What shows the cluster to people. It starts when the member has joined.</summary>
    public static void AddDashboard(IHostApplicationBuilder builder, ObservabilityOptions options)
    {
        if (options.DashboardPort is { } port)
        {
            AddPort(
                builder.Services,
                SiloPages.DashboardKey,
                "--dashboard",
                new IPEndPoint(IPAddress.Loopback, port),
                application => application.Use((context, next) => LoopbackHosts.Filter(context, next)),
                endpoints => endpoints.MapOrleansDashboard());
        }
    }

    private static void AddPort(
        IServiceCollection services,
        string key,
        string option,
        IPEndPoint endpoint,
        Action<IApplicationBuilder> before,
        Action<IEndpointRouteBuilder> map)
    {
        services.AddKeyedSingleton(key, (provider, _) => new HttpPort(provider, option, endpoint, before, map));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HttpPort>(key));
    }

    private static IEnumerable<KeyValuePair<string, string?>> OtelVariables() =>
        from System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where name.StartsWith("OTEL_", StringComparison.Ordinal)
        select KeyValuePair.Create(name, (string?)variable.Value);
}
