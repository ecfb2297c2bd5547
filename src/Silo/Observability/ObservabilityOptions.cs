using System.Globalization;
using System.Net;

namespace SteerScope.Silo.Observability;

/// <summary>What a member shows of itself.</summary>
/// <param name="MetricsPort"><c>--metrics PORT</c>: port of <c>/metrics</c>, <c>/ready</c> and <c>/live</c>, 0 for a free one; null without.</param>
/// <param name="Otlp"><c>--metrics otlp</c>: whether meters and traces are sent, to where the standard OTEL_* variables say.</param>
/// <param name="DashboardPort"><c>--dashboard</c>: port of the dashboard on loopback, 0 for a free one; null without.</param>
public sealed record ObservabilityOptions(int? MetricsPort = null, bool Otlp = false, int? DashboardPort = null)
{
    /// <summary>Reads the options.</summary>
    /// <param name="metrics"><c>--metrics</c>; null when it is not given.</param>
    /// <param name="dashboard"><c>--dashboard</c>; null when it is not given.</param>
    /// <exception cref="InputException">One of them is no port.</exception>
    public static ObservabilityOptions Parse(string? metrics, int? dashboard)
    {
        if (dashboard is < 0 or > IPEndPoint.MaxPort)
        {
            throw new InputException($"--dashboard {dashboard}: should be a port, from 0 (a free one) to {IPEndPoint.MaxPort}.");
        }

        return metrics switch
        {
            null => new ObservabilityOptions(DashboardPort: dashboard),
            "otlp" => new ObservabilityOptions(Otlp: true, DashboardPort: dashboard),
            _ when int.TryParse(metrics, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort =>
                new ObservabilityOptions(port, DashboardPort: dashboard),
            _ => throw new InputException($"--metrics {metrics}: should be a port, from 0 (a free one) to {IPEndPoint.MaxPort}, or otlp."),
        };
    }
}
