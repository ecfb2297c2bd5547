using System.Diagnostics;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Silo.Observability;

/// <summary>An attempt as traces show it; nothing is made when nobody listens.</summary>
internal static class AttemptActivity
{
    private static readonly ActivitySource Source = new(SiloMeters.Name);

    /// <summary>Begins it; grain calls that follow belong to it.</summary>
    public static Activity? Begin(ActiveSweep sweep, long session, Lease lease, string item, string stage)
    {
        var activity = Source.StartActivity($"attempt {stage}");
        return activity?
            .SetTag("steerscope.sweep", sweep.Sweep)
            .SetTag("steerscope.device_class", sweep.DeviceClass)
            .SetTag("steerscope.session", session)
            .SetTag("steerscope.item", item)
            .SetTag("steerscope.epoch", lease.Epoch)
            .SetTag("steerscope.stage", stage);
    }

    /// <summary>Says how it ended.</summary>
    public static void End(Activity? activity, LeaseReport report)
    {
        activity?.SetTag("steerscope.end", SnakeCase.Of(report.End));
        if (report.Failure is { } failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Reason);
        }
    }
}
