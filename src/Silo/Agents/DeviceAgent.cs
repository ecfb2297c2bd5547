using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SteerScope.Grains;
using SteerScope.Grains.Messages;

namespace SteerScope.Silo.Agents;

/// <summary>
/// Finds work for this member's device. It asks the catalog again and again, so that a sweep whose grain was lost with its
/// member comes to life on another, and a member that has just joined has work within seconds.
/// </summary>
internal sealed partial class DeviceAgent(
    IGrainFactory grains, ILocalSiloDetails silo, SiloOptions options, SweepWorkerFactory workers, TimeProvider time, ILogger<DeviceAgent> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Task> _working = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var offer = options.Offer(silo.SiloAddress.ToParsableString());
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Look(offer, stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is under way is finished or handed back below.
        }

        await Task.WhenAll(_working.Values);
    }

    private async Task Look(DeviceOffer offer, CancellationToken stopping)
    {
        IReadOnlyList<ActiveSweep> active;
        try
        {
            active = await grains.GetGrain<ICatalogGrain>(0).Active();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CatalogSilent(e.Message);
            return;
        }

        foreach (var (sweep, _) in _working.Where(w => w.Value.IsCompleted).ToArray())
        {
            _working.Remove(sweep);
        }

        foreach (var sweep in active)
        {
            if (!_working.ContainsKey(sweep.Sweep) && (offer.Merges || offer.Classes.Contains(sweep.DeviceClass)))
            {
                _working.Add(sweep.Sweep, Task.Run(() => workers.Create(sweep, offer).RunAsync(stopping), CancellationToken.None));
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The catalog does not answer: {Reason}")]
    private partial void CatalogSilent(string reason);
}
