using Microsoft.Extensions.Logging;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Lanes;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Sweeps;
using SteerScope.Sweeps.Items;

namespace SteerScope.Silo.Agents;

/// <summary>Works for one sweep with this member's device until the sweep is over or the member stops.</summary>
internal sealed partial class SweepWorker(
    ActiveSweep active,
    DeviceOffer offer,
    IGrainFactory grains,
    SweepShelf shelf,
    Workbench bench,
    DeviceLanes lanes,
    SiloParts parts,
    SiloOptions options,
    TimeProvider time,
    SiloMeters meters,
    ILogger<SweepWorker> logger)
{
    // How long to wait after something went wrong that may pass.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(15);

    private readonly ISweepGrain _grain = grains.GetGrain<ISweepGrain>(active.Sweep);

    /// <summary>Works; never throws.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        ItemExecutor? executor = null;
        try
        {
            var shelved = await ShelveAsync(stopping);
            if (shelved is null)
            {
                return;
            }

            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    executor ??= await bench.PrepareAsync(shelved, offer.Classes.Contains(active.DeviceClass));
                    var ticket = await _grain.Open(offer);
                    if (ticket.Session == 0)
                    {
                        return;
                    }

                    if (ticket.PlanDigest != shelved.Plan.Digest)
                    {
                        await _grain.Close(ticket.Session, []);
                        await UnableAsync("the files that the spec names are others here than where the sweep was prepared", stopping);
                        return;
                    }

                    if (await SessionAsync(shelved, executor, ticket, stopping))
                    {
                        return;
                    }
                }
                catch (InputException e)
                {
                    await UnableAsync(e.Message, stopping);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Interrupted(active.Sweep, MessageLimits.Sentence(e));
                    await Task.Delay(Pause, time, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The member stops before there was a session.
        }
        catch (Exception e)
        {
            GaveUp(e, active.Sweep);
        }
        finally
        {
            if (executor is not null)
            {
                await lanes.First.RunAsync(() =>
                {
                    executor.Dispose();
                    return true;
                });
            }
        }
    }

    private async Task<ShelvedSweep?> ShelveAsync(CancellationToken stopping)
    {
        try
        {
            var submission = await grains.GetGrain<ICatalogGrain>(0).Find(active.Sweep);
            return submission is null ? null : await Task.Run(() => shelf.Get(submission), stopping);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            await UnableAsync(e.Message, stopping);
            return null;
        }
    }

    private async Task<bool> SessionAsync(ShelvedSweep shelved, ItemExecutor executor, SessionTicket ticket, CancellationToken stopping)
    {
        var id = ticket.Session;
        var store = shelved.Folder.OpenStore(id);
        lanes.Enter(active.Sweep, id, new SessionWork(shelved, executor.RunnerFor(store), parts.Tables, parts.Version, id));
        try
        {
            using var session = new Session(_grain, ticket, shelved.Plan, active, options, grains, lanes, time, meters, logger);
            return await session.RunAsync(stopping);
        }
        finally
        {
            lanes.Leave(active.Sweep, id);
        }
    }

    private async Task UnableAsync(string reason, CancellationToken stopping)
    {
        CannotWork(active.Sweep, reason);
        try
        {
            await _grain.Unable(offer, reason);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Interrupted(active.Sweep, MessageLimits.Sentence(e));
        }

        await Task.Delay(LongPause, time, stopping);
    }

    [LoggerMessage(LogLevel.Error, "Sweep {Sweep}: this device cannot work for it: {Reason}")]
    private partial void CannotWork(string sweep, string reason);

    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep}: its grain does not answer, and is asked again: {Reason}")]
    private partial void Interrupted(string sweep, string reason);

    [LoggerMessage(LogLevel.Error, "Sweep {Sweep}: a fault in the program; the device looks for work again.")]
    private partial void GaveUp(Exception exception, string sweep);
}
