using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Leases;

/// <summary>
/// Who works on what in a sweep that many processes share: sessions ask for leases and report how they ended. Nothing in it
/// blocks, touches a disk or knows a cluster, so that every order of events can be tested. Not safe for several threads.
/// </summary>
/// <remarks>
/// What it must survive: a session that ends without a word, an answer that never arrives, a request that arrives late, and
/// its own end (<see cref="LedgerState"/>). An item is leased again only after its former session was closed, gave it back,
/// or was fenced: that is the caller's part between <see cref="BeginLoss"/> and <see cref="EndLoss"/>.
/// </remarks>
public sealed class LeaseBook
{
    private readonly SweepPlan _plan;
    private readonly Schedule _schedule;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<long, LeaseSession> _sessions = [];
    private readonly Dictionary<int, int> _deaths;
    private readonly List<LedgerEntry> _unwritten = [];
    private long _next;
    private bool _resultsLeased;
    private ItemFailure? _resultsFailure;
    private string? _hindrance;
    private bool _complete;
    private bool _cancelled;

    /// <summary>A book over a schedule.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="schedule">What of it is done; from here on, the book's.</param>
    /// <param name="firstEpoch">First number of a range that nobody has used.</param>
    /// <param name="past">What an earlier book left: its sessions may go on where they are.</param>
    /// <param name="options">How patient it is.</param>
    /// <param name="time">The clock.</param>
    public LeaseBook(SweepPlan plan, Schedule schedule, long firstEpoch, LedgerState past, LeaseOptions options, TimeProvider time)
    {
        (_plan, _schedule, _next, _options, _time) = (plan, schedule, firstEpoch, options, time);
        _deaths = past.Deaths.ToDictionary();
        foreach (var (item, failure) in past.Failures)
        {
            if (item == Lease.Results)
            {
                _resultsFailure = failure;
            }
            else if (schedule.TryTake(item))
            {
                schedule.Failed(item, failure);
            }
        }

        var now = time.GetTimestamp();
        foreach (var (id, owner, leases) in past.Sessions)
        {
            var session = new LeaseSession(id, owner, now) { Doomed = past.Losing.Contains(id) };
            session.Leases.AddRange(leases.Where(lease => lease.Item == Lease.Results ? TakeResults() : schedule.TryTake(lease.Item)));
            _sessions.Add(id, session);
        }
    }

    /// <summary>Where the sweep stands.</summary>
    public ClusterPhase Phase => _cancelled ? ClusterPhase.Cancelled
        : _complete ? ClusterPhase.Complete
        : !_schedule.Finished ? ClusterPhase.Items
        : _schedule.Complete && _resultsFailure is null ? ClusterPhase.Results
        : ClusterPhase.Incomplete;

    /// <summary>The longest that its sessions may go without an exchange.</summary>
    public TimeSpan Beat => _options.Beat;

    /// <summary>Whether nobody will work for it any more.</summary>
    public bool IsOver => Phase is ClusterPhase.Complete or ClusterPhase.Incomplete or ClusterPhase.Cancelled;

    /// <summary>Opens a session. Its folder must be there before the number is handed out.</summary>
    public long Open(SessionOwner owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var session = new LeaseSession(_next++, owner, _time.GetTimestamp());
        _sessions.Add(session.Id, session);
        _unwritten.Add(new SessionOpened(session.Id, owner));
        return session.Id;
    }

    /// <summary>Takes reports and gives leases.</summary>
    public ExchangeReply Exchange(ExchangeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_sessions.TryGetValue(request.Session, out var session) || session.Losing || session.Doomed)
        {
            return ExchangeReply.Of(SessionState.Lost);
        }

        if (request.Sequence <= session.Sequence)
        {
            // It was overtaken by a later one, and whoever sent it does not wait for it any more.
            return ExchangeReply.Of(SessionState.Open);
        }

        session.Sequence = request.Sequence;
        session.Seen = _time.GetTimestamp();
        foreach (var report in request.Reports)
        {
            Take(session, report);
        }

        Reconcile(session, request.Held);
        if (IsOver)
        {
            return ExchangeReply.Of(SessionState.Over);
        }

        Lease[] drop = [.. request.Held.Where(lease => !session.Leases.Contains(lease))];
        return new ExchangeReply(SessionState.Open, Grant(session, request.Room), drop);
    }

    /// <summary>Ends a session in good order: what it holds goes back.</summary>
    /// <returns>Whether there was such a session; its folder can go.</returns>
    public bool Close(long id, IReadOnlyList<LeaseReport> reports)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Losing || session.Doomed)
        {
            return false;
        }

        foreach (var report in reports)
        {
            Take(session, report);
        }

        Reconcile(session, []);
        Remove(session);
        return true;
    }

    /// <summary>Sessions that have been silent for too long, those of processes that ended, and those whose loss an earlier book left unended.</summary>
    /// <param name="ended">Whether a process is known to have ended.</param>
    public IReadOnlyList<long> Missing(Func<string, bool> ended) =>
    [
        .. _sessions.Values
            .Where(s => !s.Losing && (s.Doomed || _time.GetElapsedTime(s.Seen) > _options.Silence || ended(s.Owner.Process)))
            .Select(s => s.Id),
    ];

    /// <summary>
    /// Shuts a session out of the book. The caller writes that into the ledger, fences the session, and then ends the loss: who
    /// opens the ledger after an end in between has to know that somebody is still to be charged.
    /// </summary>
    /// <returns>Items that it held, in order, without the results; null when there is no such session.</returns>
    public IReadOnlyList<int>? BeginLoss(long id)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Losing)
        {
            return null;
        }

        session.Losing = true;
        _unwritten.Add(new SessionLosing(id));
        return [.. session.Leases.Select(lease => lease.Item).Where(item => item != Lease.Results)];
    }

    /// <summary>After a session was fenced: what it committed is done, what it worked on counts a death, the rest goes back.</summary>
    /// <param name="id">The session.</param>
    /// <param name="committed">Items of it all of whose outputs are there.</param>
    public void EndLoss(long id, IReadOnlySet<int> committed)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            return;
        }

        var suspects = session.Owner.Lanes;
        foreach (var lease in session.Leases)
        {
            if (committed.Contains(lease.Item))
            {
                _schedule.Done(lease.Item);
            }
            else if (suspects-- > 0)
            {
                Died(lease.Item);
            }
            else
            {
                Return(lease.Item);
            }
        }

        session.Leases.Clear();
        Remove(session);
    }

    /// <summary>Stops the sweep: every session hears it at its next exchange.</summary>
    public void Cancel() => _cancelled = true;

    /// <summary>What must be in the ledger before anything that the book answered since the last call leaves it.</summary>
    public IReadOnlyList<LedgerEntry> TakeUnwritten()
    {
        LedgerEntry[] entries = [.. _unwritten];
        _unwritten.Clear();
        return entries;
    }

    /// <summary>Where it stands, for people.</summary>
    public LeaseSnapshot Snapshot()
    {
        ItemFailure[] failures = [.. _schedule.Failures, .. _resultsFailure is null ? Array.Empty<ItemFailure>() : [_resultsFailure]];
        return new LeaseSnapshot(
            Phase,
            _schedule.Counts,
            [.. _sessions.Values.Select(s => new SessionSnapshot(s.Id, s.Owner, [.. s.Leases.Take(s.Owner.Lanes + 1).Select(lease => NameOf(lease.Item))], s.Leases.Count, _time.GetElapsedTime(s.Seen)))],
            failures,
            _schedule.Counts.Any(c => c.Ready > 0 && SweepStages.NeedsModel(c.Stage)) && !_sessions.Values.Any(s => s.Owner.RunsModel),
            (_schedule.Counts.Any(c => c.Ready > 0 && !SweepStages.NeedsModel(c.Stage)) || Phase == ClusterPhase.Results) && !_sessions.Values.Any(s => s.Owner.Merges),
            _sessions.Values.Any(s => s.Hindrances > 0) ? _hindrance : null);
    }

    private static TimeSpan Doubled(TimeSpan first, TimeSpan longest, int times) =>
        TimeSpan.FromTicks((long)Math.Min(longest.Ticks, first.Ticks * Math.Pow(2, times)));

    private string NameOf(int item) => item == Lease.Results ? "results" : _plan.Item(item).Id;

    private void Take(LeaseSession session, LeaseReport report)
    {
        // A report on what the session no longer holds is of no use: the item is somebody else's, or done.
        if (!session.Leases.Remove(report.Lease))
        {
            return;
        }

        var item = report.Lease.Item;
        if (report.End != LeaseEnd.Hindered)
        {
            session.Hindrances = 0;
        }

        switch (report.End)
        {
            case LeaseEnd.Done when item == Lease.Results:
                _complete = true;
                break;
            case LeaseEnd.Done:
                _schedule.Done(item);
                break;
            case LeaseEnd.Failed:
                GiveUp(item, report.Failure ?? new ItemFailure(NameOf(item), "it failed without saying why", 1));
                break;
            case LeaseEnd.Hindered:
                _hindrance = report.Failure?.Reason;
                session.NotBefore = After(Doubled(_options.Wait, _options.LongestWait, session.Hindrances++));
                GiveBack(session, item);
                break;
            default:
                GiveBack(session, item);
                break;
        }
    }

    // What the book thinks it gave and the session does not have was lost on its way.
    private void Reconcile(LeaseSession session, IReadOnlyList<Lease> held)
    {
        var places = new Dictionary<Lease, int>(held.Count);
        foreach (var (place, lease) in held.Index())
        {
            places.TryAdd(lease, place);
        }

        foreach (var lease in session.Leases.Where(lease => !places.ContainsKey(lease)).ToArray())
        {
            session.Leases.Remove(lease);
            GiveBack(session, lease.Item);
        }

        // Sessions work through their leases in their own order, and a death is charged to the first.
        session.Leases.Sort((a, b) => places[a].CompareTo(places[b]));
    }

    private List<Lease> Grant(LeaseSession session, int room)
    {
        var granted = new List<Lease>();
        var most = session.Owner.Lanes * _options.PerLane;
        while (granted.Count < room && session.Leases.Count < most && _time.GetTimestamp() >= session.NotBefore && Next(session) is { } item)
        {
            var lease = new Lease(item, _next++);
            session.Leases.Add(lease);
            granted.Add(lease);
            _unwritten.Add(new ItemLeased(session.Id, item, lease.Epoch));
        }

        return granted;
    }

    private int? Next(LeaseSession session)
    {
        // Who has the model should not lose time with what others can do as well.
        var merges = session.Owner.Merges
            && (!session.Owner.RunsModel || !_sessions.Values.Any(s => s.Owner.Merges && !s.Owner.RunsModel));
        if (_schedule.TryTake(stage => SweepStages.NeedsModel(stage) ? session.Owner.RunsModel : merges, out var item))
        {
            return item;
        }

        return merges && TakeResults() ? Lease.Results : null;
    }

    private bool TakeResults()
    {
        if (_resultsLeased || Phase != ClusterPhase.Results)
        {
            return false;
        }

        _resultsLeased = true;
        return true;
    }

    // Not known to the ledger, it would be taken for what the session is working on.
    private void GiveBack(LeaseSession session, int item)
    {
        _unwritten.Add(new ItemReturned(session.Id, item));
        Return(item);
    }

    private void Return(int item)
    {
        if (item == Lease.Results)
        {
            _resultsLeased = false;
        }
        else
        {
            _schedule.Return(item);
        }
    }

    private void Died(int item)
    {
        _unwritten.Add(new ItemDied(item));
        var deaths = _deaths[item] = _deaths.GetValueOrDefault(item) + 1;
        if (deaths < _options.Deaths)
        {
            Return(item);
            return;
        }

        GiveUp(item, item == Lease.Results
            ? new ItemFailure("results", $"the process that wrote them ended or hung, {deaths} times", deaths)
            : ItemFailure.Quarantined(_plan.Item(item), deaths));
    }

    private void GiveUp(int item, ItemFailure failure)
    {
        _unwritten.Add(new ItemGivenUp(item, failure));
        if (item == Lease.Results)
        {
            _resultsFailure = failure;
        }
        else
        {
            _schedule.Failed(item, failure);
        }
    }

    private void Remove(LeaseSession session)
    {
        _sessions.Remove(session.Id);
        _unwritten.Add(new SessionClosed(session.Id));
    }

    private long After(TimeSpan wait) => _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
}
