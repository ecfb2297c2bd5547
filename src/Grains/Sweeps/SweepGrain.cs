using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains.Sweeps;

/// <summary>
/// One sweep. Turns only touch the book in memory; disks are looked at on other threads, and no lease leaves before the
/// ledger has it. When the activation is lost, the next exchange of any session makes another one, from ledger and artifacts.
/// </summary>
[Reentrant]
public sealed partial class SweepGrain(ISweepOpener opener, ISiloStatusOracle members, ISweepEvents events, ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);
    private const int ShownFailures = 100;

    private string Keeper => members.SiloAddress.Endpoint.ToString();

    private readonly Dictionary<string, string> _unable = new(StringComparer.Ordinal);
    private readonly Dictionary<long, IReadOnlyList<int>> _losses = [];
    private SweepSubmission? _submission;
    private Task<OpenSweep>? _opening;
    private Task? _ending;
    private string? _hindrance;
    private bool _forget;
    private bool _overTold;
    private bool _watching;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _submission = await GrainFactory.GetGrain<ICatalogGrain>(0).Find(this.GetPrimaryKeyString())
            ?? throw new InputException($"the cluster has no sweep {this.GetPrimaryKeyString()}; submit it again with steerscope run.");
        Reopen(forget: false);
        this.RegisterGrainTimer(WatchAsync, new GrainTimerCreationOptions(Watch, Watch) { Interleave = true, KeepAlive = true });
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_opening is { } opening)
        {
            await opening.ContinueWith(
                opened => opened.IsCompletedSuccessfully ? opened.Result : null, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .ContinueWith(opened => opened.Result?.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                .WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task Resubmitted()
    {
        _submission = await GrainFactory.GetGrain<ICatalogGrain>(0).Find(this.GetPrimaryKeyString()) ?? _submission;
        if (_ending is { } ending)
        {
            // What ends the sweep clears the folders of all sessions: of those that are still to come, too.
            await ending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await Close();
        Reopen(forget: true);
    }

    /// <inheritdoc/>
    public async Task<SessionTicket> Open(DeviceOffer offer)
    {
        var sweep = await OpenedAsync();
        var runsModel = offer.Classes.Contains(sweep.DeviceClass);
        if (sweep.Book.IsOver || (!runsModel && !offer.Merges))
        {
            return new SessionTicket(0, sweep.PlanDigest, sweep.Book.Beat);
        }

        _unable.Remove(offer.Device);
        var session = sweep.Book.Open(new SessionOwner(
            offer.Process, offer.Device, runsModel, offer.Merges, offer.Lanes));
        await WriteAsync(sweep);
        await Task.Run(() => sweep.Sessions.Open(session));
        return new SessionTicket(session, sweep.PlanDigest, sweep.Book.Beat);
    }

    /// <inheritdoc/>
    public Task Unable(DeviceOffer offer, string reason)
    {
        _unable[offer.Device] = reason;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ExchangeReply> Exchange(ExchangeRequest request)
    {
        var sweep = await OpenedAsync();
        var reply = sweep.Book.Exchange(request);
        await WriteAsync(sweep);
        return reply;
    }

    /// <inheritdoc/>
    async Task ISweepGrain.Close(long session, IReadOnlyList<LeaseReport> reports)
    {
        var sweep = await OpenedAsync();
        if (sweep.Book.Close(session, reports))
        {
            await Task.Run(() => sweep.Sessions.Fence(session));
            await WriteAsync(sweep);
        }
    }

    /// <inheritdoc/>
    public Task<SweepStatus> Status()
    {
        var id = this.GetPrimaryKeyString();
        var folder = _submission?.Out ?? "";
        if (_opening is not { IsCompletedSuccessfully: true, Result: var sweep })
        {
            var problem = Passes(_opening) ? null : _opening?.Exception?.GetBaseException();
            return Task.FromResult(new SweepStatus(id, folder, Preparing: problem is null, problem?.Message, "", null, 0, [])
            {
                Hindrance = _hindrance,
                Keeper = Keeper,
            });
        }

        var snapshot = sweep.Book.Snapshot();
        return Task.FromResult(new SweepStatus(
            id,
            folder,
            Preparing: false,
            Problem: null,
            sweep.DeviceClass,
            snapshot with { Failures = MessageLimits.Shortened(snapshot.Failures, ShownFailures) },
            snapshot.Failures.Count,
            [.. _unable.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => $"{u.Key}: {u.Value}")])
        {
            Hindrance = _hindrance ?? snapshot.Hindrance,
            Keeper = Keeper,
        });
    }

    /// <inheritdoc/>
    public async Task Cancel()
    {
        (await OpenedAsync()).Book.Cancel();
        await GrainFactory.GetGrain<ICatalogGrain>(0).Over(this.GetPrimaryKeyString());
    }

    // The sweep may be handed in again while it is opened; then what is opened next counts.
    private async Task<OpenSweep> OpenedAsync()
    {
        while (true)
        {
            var opening = _opening!;
            try
            {
                var sweep = await opening;
                if (opening == _opening)
                {
                    return sweep;
                }
            }
            catch when (opening != _opening)
            {
                // Whatever was wrong with the former one, this one is looked at anew.
            }
        }
    }

    // No lease leaves while the ledger cannot be written: then nobody but this grain can say why nothing happens.
    private async Task WriteAsync(OpenSweep sweep)
    {
        try
        {
            await sweep.Journal.WriteAsync(sweep.Book.TakeUnwritten());
            _hindrance = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _hindrance = e.Message;
            throw;
        }
    }

    private async Task Close()
    {
        if (_opening is { IsCompletedSuccessfully: true, Result: var sweep })
        {
            await WriteAsync(sweep);
        }

        _losses.Clear();
    }

    // One opening follows the other: both write the same files of the sweep's folder.
    private void Reopen(bool forget)
    {
        var (id, submission, former) = (this.GetPrimaryKeyString(), _submission!, _opening);
        _overTold = false;
        _forget = forget;
        _opening = OpenAsync(former);

        // Two that open at once would be in each other's way, and the earlier one could get the later term.
        async Task<OpenSweep> OpenAsync(Task<OpenSweep>? before)
        {
            if (before is not null)
            {
                await before.ContinueWith(
                    opened => (opened.IsCompletedSuccessfully ? opened.Result : null)?.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            return await Task.Run(() => opener.Open(id, submission, forget));
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        if (_watching || _opening is not { } opening)
        {
            return;
        }

        _watching = true;
        try
        {
            if (Passes(opening))
            {
                _hindrance = opening.Exception!.GetBaseException().Message;
                Reopen(_forget);
            }
            else if (opening.IsFaulted)
            {
                await OverAsync();
            }
            else if (opening is { IsCompletedSuccessfully: true, Result: var sweep })
            {
                await WatchAsync(sweep);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or OrleansException)
        {
            WatchFailed(e, this.GetPrimaryKeyString());
        }
        finally
        {
            _watching = false;
        }
    }

    private async Task WatchAsync(OpenSweep sweep)
    {
        if (!await Task.Run(() => sweep.Folder.Cluster.IsCurrentTerm(sweep.Term)))
        {
            // Another activation has taken the sweep over; leases of this one are not for it to give any more.
            DeactivateOnIdle();
            return;
        }

        foreach (var session in sweep.Book.Missing(process => members.GetApproximateSiloStatus(SiloAddress.FromParsableString(process)) == SiloStatus.Dead))
        {
            SessionLost(session, this.GetPrimaryKeyString());
            events.SessionLost();
            _losses[session] = sweep.Book.BeginLoss(session) ?? [];
        }

        await WriteAsync(sweep);
        foreach (var (session, items) in _losses.ToArray())
        {
            var committed = await Task.Run(() => sweep.Fence(session, items));
            sweep.Book.EndLoss(session, committed);
            _losses.Remove(session);
        }

        await WriteAsync(sweep);
        if (sweep.Book.IsOver && !_overTold)
        {
            var failures = sweep.Book.Snapshot().Failures;
            await (_ending = Task.Run(() => sweep.End(failures)));
            if (_opening is { IsCompletedSuccessfully: true, Result: var now } && ReferenceEquals(now, sweep))
            {
                await OverAsync();
            }
        }
    }

    private async Task OverAsync()
    {
        if (!_overTold)
        {
            var opening = _opening;
            await GrainFactory.GetGrain<ICatalogGrain>(0).Over(this.GetPrimaryKeyString());
            _overTold = _opening == opening;
        }
    }

    // A disk that is full or gone for a while: the sweep is opened when it is back.
    private static bool Passes(Task? opening) =>
        opening?.Exception?.GetBaseException() is IOException or UnauthorizedAccessException;

    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep}: session {Session} is silent or its process is gone; what it held is given to others.")]
    private partial void SessionLost(long session, string sweep);

    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep} could not be looked after this time.")]
    private partial void WatchFailed(Exception exception, string sweep);
}
