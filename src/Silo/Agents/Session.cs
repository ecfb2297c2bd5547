using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Silo.Lanes;
using SteerScope.Silo.Observability;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Silo.Agents;

/// <summary>
/// One session: exchanges with the sweep's grain while attempts run, one per lane, in the order of their leases. Reports that
/// were not answered are sent again; what the grain does not know any more is dropped.
/// </summary>
internal sealed class Session(
    ISweepGrain grain, SessionTicket ticket, SweepPlan plan, ActiveSweep active, SiloOptions options, IGrainFactory grains, DeviceLanes lanes, TimeProvider time, SiloMeters meters, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan IdleBeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(0.5);
    private const int MostAhead = 64;

    // Reports of short items go together: each exchange costs two messages and a share of a flush.
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(0.1);

    private readonly long _id = ticket.Session;
    private readonly Lock _gate = new();
    private readonly List<Lease> _held = [];
    private readonly List<LeaseReport> _reports = [];
    private readonly Channel<Lease> _waiting = Channel.CreateUnbounded<Lease>();
    private readonly SemaphoreSlim _ended = new(0);
    private readonly CancellationTokenSource _abort = new();
    private TaskCompletionSource _answered = NewAnswer();
    private double _secondsPerItem = 1;
    private long _sequence;
    private volatile bool _fenced;

    /// <summary>Works until the sweep is over, the session is lost, or the member stops.</summary>
    /// <returns>Whether the sweep is over for this member.</returns>
    public async Task<bool> RunAsync(CancellationToken stopping)
    {
        using var queue = meters.Watch(CountHeld);
        Task[] pumps = [.. Enumerable.Range(0, options.Lanes).Select(_ => PumpAsync())];
        try
        {
            return await ExchangesAsync(stopping);
        }
        finally
        {
            await _abort.CancelAsync();
            _waiting.Writer.TryComplete();
            await Task.WhenAll(pumps);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _abort.Dispose();
        _ended.Dispose();
    }

    private async Task<bool> ExchangesAsync(CancellationToken stopping)
    {
        var silent = time.GetTimestamp();
        while (true)
        {
            if (stopping.IsCancellationRequested)
            {
                await DrainAsync();
                return true;
            }

            ExchangeReply reply;
            LeaseReport[] reports;
            Lease[] held;
            lock (_gate)
            {
                reports = [.. _reports];
                held = [.. _held];
            }

            if (_fenced)
            {
                // Whoever took the folder away need not be the grain: without this it would give the same items again and again.
                Log.Lost(logger, active.Sweep, _id, time.GetElapsedTime(silent));
                await grain.Close(_id, reports);
                return false;
            }

            try
            {
                reply = await grain.Exchange(new ExchangeRequest(_id, ++_sequence, held, reports, Room(held.Length)));
                silent = time.GetTimestamp();
            }
            catch (InputException)
            {
                // The cluster does not know the sweep any more, and will say so again.
                return true;
            }
            catch (Exception e)
            {
                // Whether it was heard is not known. It is said again; the grain takes what it knows already for what it is.
                Log.Unanswered(logger, active.Sweep, MessageLimits.Sentence(e));
                await PauseAsync(IdleBeat, stopping);
                continue;
            }

            switch (reply.State)
            {
                case SessionState.Lost:
                    Log.Lost(logger, active.Sweep, _id, time.GetElapsedTime(silent));
                    return false;
                case SessionState.Over:
                    await _abort.CancelAsync();
                    await grain.Close(_id, []);
                    return true;
                default:
                    Take(reply, reports);
                    break;
            }

            await WaitAsync(stopping);
        }
    }

    private void Take(ExchangeReply reply, LeaseReport[] answered)
    {
        lock (_gate)
        {
            _reports.RemoveAll(answered.Contains);
            _answered.SetResult();
            _answered = NewAnswer();
            _held.RemoveAll(reply.Drop.Contains);
            foreach (var lease in reply.Granted)
            {
                _held.Add(lease);
                _waiting.Writer.TryWrite(lease);
            }
        }
    }

    // About half a second of work is held beside what is under way: enough to hide the exchange, little to lose.
    private int Room(int held)
    {
        var ahead = Math.Clamp((int)Math.Ceiling(Ahead.TotalSeconds / _secondsPerItem), 1, MostAhead);
        return Math.Max(0, (options.Lanes * (1 + ahead)) - held);
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        bool idle;
        lock (_gate)
        {
            idle = _held.Count == 0;
        }

        if (await PauseAsync(idle && IdleBeat < ticket.Beat ? IdleBeat : ticket.Beat, stopping))
        {
            await GatherAsync(stopping);
        }
    }

    // As long as something waits behind what is under way, nobody loses time.
    private async Task GatherAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        while (CountHeld() > options.Lanes && Gather - time.GetElapsedTime(began) is { Ticks: > 0 } rest)
        {
            await PauseAsync(rest, stopping);
            if (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // Ends early, and says so, when an attempt ended: its report should not wait, and there is room.
    private async Task<bool> PauseAsync(TimeSpan most, CancellationToken stopping)
    {
        try
        {
            var ended = await _ended.WaitAsync(most, stopping);
            while (_ended.Wait(0, CancellationToken.None))
            {
                // Several ends make one exchange.
            }

            return ended;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The caller looks at the token.
            return false;
        }
    }

    private async Task PumpAsync()
    {
        await foreach (var lease in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            lock (_gate)
            {
                if (!_held.Contains(lease))
                {
                    continue;
                }
            }

            var started = time.GetTimestamp();
            var report = await AttemptAsync(lease);
            meters.Ended(StageOf(lease), report.End, time.GetElapsedTime(started), lease.Item == Lease.Results ? 0 : plan.Item(lease.Item).Tokens);
            _fenced |= report.End == LeaseEnd.HandedBack && !_abort.IsCancellationRequested;
            lock (_gate)
            {
                _secondsPerItem = (0.8 * _secondsPerItem) + (0.2 * Math.Max(1e-4, time.GetElapsedTime(started).TotalSeconds));
                if (_held.Remove(lease))
                {
                    _reports.Add(report);
                }
            }

            _ended.Release();
            if (report.End == LeaseEnd.Hindered)
            {
                await HeardAsync(report);
            }
        }
    }

    // What is in the way of this one is in the way of the next. And while the grain thinks that it is still at work, it would be
    // charged with a death that another one brings.
    private async Task HeardAsync(LeaseReport report)
    {
        try
        {
            while (true)
            {
                Task answer;
                lock (_gate)
                {
                    if (!_reports.Contains(report))
                    {
                        return;
                    }

                    answer = _answered.Task;
                }

                await answer.WaitAsync(_abort.Token);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The session is over, and what is still held is dropped.
        }
    }

    private static TaskCompletionSource NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<LeaseReport> AttemptAsync(Lease lease)
    {
        using var activity = AttemptActivity.Begin(active, _id, lease, NameOf(lease), StageOf(lease));
        var report = await RunAsync(lease);
        AttemptActivity.End(activity, report);
        return report;
    }

    private async Task<LeaseReport> RunAsync(Lease lease)
    {
        lanes.Expect(active.Sweep, lease);
        try
        {
            var order = new AttemptOrder(active.Sweep, _id, lease);
            return await AttemptWatch.AnswerAsync(Attempt(lease).Run(order, _abort.Token), () => lanes.IsUnderWay(active.Sweep, lease), time);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return new LeaseReport(lease, LeaseEnd.HandedBack);
        }
        catch (Exception e)
        {
            // The attempt itself reports what it throws: this is the cluster's trouble, and passes.
            Log.AttemptLost(logger, active.Sweep, lease.Item, MessageLimits.Sentence(e));
            return new LeaseReport(lease, LeaseEnd.Hindered, new ItemFailure(NameOf(lease), MessageLimits.Sentence(e), 1));
        }
        finally
        {
            lanes.Forget(active.Sweep, lease);
        }
    }

    private string NameOf(Lease lease) => lease.Item == Lease.Results ? "results" : plan.Item(lease.Item).Id;

    private string StageOf(Lease lease) => lease.Item == Lease.Results ? "results" : SnakeCase.Of(plan.Groups[plan.GroupOf(lease.Item)].Stage);

    private IAttemptGrain Attempt(Lease lease)
    {
        var stage = lease.Item == Lease.Results ? SweepStage.Decompose : plan.Groups[plan.GroupOf(lease.Item)].Stage;
        var key = new AttemptKey(SweepStages.NeedsModel(stage) ? active.DeviceClass : AttemptKey.Merging, active.Sweep, _id).ToString();
        return stage switch
        {
            SweepStage.Norms or SweepStage.Vector => grains.GetGrain<ILayerGrain>(key),
            SweepStage.Decompose => grains.GetGrain<IFeatureBlockGrain>(key),
            _ => grains.GetGrain<IShardGrain>(key),
        };
    }

    // The item at work may finish; what waits goes back at once.
    private async Task DrainAsync()
    {
        var deadline = time.GetTimestamp() + (long)(options.Drain.TotalSeconds * time.TimestampFrequency);
        while (_waiting.Reader.TryRead(out var lease))
        {
            lock (_gate)
            {
                _held.Remove(lease);
            }

            meters.HandedBack(StageOf(lease));
        }

        while (IsBusy() && time.GetTimestamp() < deadline)
        {
            await _ended.WaitAsync(TimeSpan.FromSeconds(0.2));
            await BeatAsync();
        }

        await _abort.CancelAsync();
        LeaseReport[] reports;
        lock (_gate)
        {
            reports = [.. _reports];
        }

        await grain.Close(_id, reports);
    }

    private bool IsBusy() => CountHeld() > 0;

    private int CountHeld()
    {
        lock (_gate)
        {
            return _held.Count;
        }
    }

    private async Task BeatAsync()
    {
        LeaseReport[] reports;
        Lease[] held;
        lock (_gate)
        {
            reports = [.. _reports];
            held = [.. _held];
        }

        try
        {
            var reply = await grain.Exchange(new ExchangeRequest(_id, ++_sequence, held, reports, Room: 0));
            Take(reply, reports);
        }
        catch (Exception e)
        {
            Log.Unanswered(logger, active.Sweep, MessageLimits.Sentence(e));
        }
    }
}
