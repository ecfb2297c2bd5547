using Microsoft.Extensions.Logging;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Lanes;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Sweeps;

namespace SteerScope.Silo.Agents;

/// <summary>Makes workers out of the member's parts.</summary>
internal sealed class SweepWorkerFactory(
    IGrainFactory grains, SweepShelf shelf, Workbench bench, DeviceLanes lanes, SiloParts parts, SiloOptions options, TimeProvider time, SiloMeters meters, ILoggerFactory loggers)
{
    /// <summary>A worker for a sweep.</summary>
    public SweepWorker Create(ActiveSweep sweep, DeviceOffer offer) =>
        new(sweep, offer, grains, shelf, bench, lanes, parts, options, time, meters, loggers.CreateLogger<SweepWorker>());
}
