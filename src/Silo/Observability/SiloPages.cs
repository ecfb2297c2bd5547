using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SteerScope.Silo.Observability;

/// <summary>Where a member that runs shows itself.</summary>
/// <param name="Metrics">Below it are <c>metrics</c>, <c>ready</c> and <c>live</c>; null without.</param>
/// <param name="Dashboard">The dashboard; null without.</param>
public sealed record SiloPages(Uri? Metrics, Uri? Dashboard)
{
    internal const string MetricsKey = "metrics";
    internal const string DashboardKey = "dashboard";

    /// <summary>Those of a host that has started.</summary>
    public static SiloPages Of(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new SiloPages(
            host.Services.GetKeyedService<HttpPort>(MetricsKey)?.Address,
            host.Services.GetKeyedService<HttpPort>(DashboardKey)?.Address);
    }
}
