using SteerScope.Sweeps.Hosts;

namespace SteerScope.Sweeps.Leases;

/// <summary>What a ledger amounts to: sessions that are open and what they hold, deaths, and what was given up.</summary>
public sealed class LedgerState
{
    private readonly SortedDictionary<long, (SessionOwner Owner, List<Lease> Leases)> _sessions = [];
    private readonly SortedDictionary<int, int> _deaths = [];
    private readonly SortedDictionary<int, ItemFailure> _failures = [];
    private readonly Dictionary<int, long> _holder = [];
    private readonly SortedSet<long> _losing = [];

    /// <summary>Reads entries in order. Those that do not fit the ones before are passed over.</summary>
    public static LedgerState Of(IEnumerable<LedgerEntry> entries)
    {
        var state = new LedgerState();
        foreach (var entry in entries)
        {
            state.Apply(entry);
        }

        return state;
    }

    /// <summary>Open sessions, by number: their owners, and their leases in order.</summary>
    public IEnumerable<(long Session, SessionOwner Owner, IReadOnlyList<Lease> Leases)> Sessions =>
        _sessions.Select(s => (s.Key, s.Value.Owner, (IReadOnlyList<Lease>)s.Value.Leases));

    /// <summary>Sessions among them whose loss was begun and not ended: they may not go on, and nobody has been charged.</summary>
    public IReadOnlySet<long> Losing => _losing;

    /// <summary>Processes that ended while they worked on an item, by item.</summary>
    public IReadOnlyDictionary<int, int> Deaths => _deaths;

    /// <summary>Items that failed for good.</summary>
    public IReadOnlyDictionary<int, ItemFailure> Failures => _failures;

    /// <summary>What of it still counts for a new term.</summary>
    /// <param name="sessions">
    /// Sessions whose folders are there: the others cannot commit any more, so that what they held is free, unless a loss was begun
    /// that has still to be charged to somebody.
    /// </param>
    /// <param name="forget">Whether deaths and failures are forgotten, so that what failed is tried again.</param>
    public LedgerState With(IReadOnlySet<long> sessions, bool forget)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return Of(Entries().Where(entry => entry switch
        {
            SessionOpened opened => sessions.Contains(opened.Session) || _losing.Contains(opened.Session),
            ItemLeased leased => sessions.Contains(leased.Session) || _losing.Contains(leased.Session),
            ItemDied or ItemGivenUp => !forget,
            _ => true,
        }));
    }

    /// <summary>The shortest ledger that amounts to the same.</summary>
    public IEnumerable<LedgerEntry> Entries()
    {
        foreach (var (session, (owner, leases)) in _sessions)
        {
            yield return new SessionOpened(session, owner);
            foreach (var lease in leases)
            {
                yield return new ItemLeased(session, lease.Item, lease.Epoch);
            }

            if (_losing.Contains(session))
            {
                yield return new SessionLosing(session);
            }
        }

        foreach (var (item, count) in _deaths)
        {
            for (var i = 0; i < count; i++)
            {
                yield return new ItemDied(item);
            }
        }

        foreach (var (item, failure) in _failures)
        {
            yield return new ItemGivenUp(item, failure);
        }
    }

    private void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case SessionOpened(var session, var owner):
                _sessions.TryAdd(session, (owner, []));
                break;
            case SessionClosed(var closed):
                if (_sessions.Remove(closed, out var ended))
                {
                    ended.Leases.ForEach(lease => _holder.Remove(lease.Item));
                }

                _losing.Remove(closed);
                break;
            case SessionLosing(var losing):
                if (_sessions.ContainsKey(losing))
                {
                    _losing.Add(losing);
                }

                break;
            case ItemReturned(var from, var returned):
                if (_holder.TryGetValue(returned, out var had) && had == from)
                {
                    Release(returned);
                }

                break;
            case ItemLeased(var session, var item, var epoch):
                if (_sessions.TryGetValue(session, out var open))
                {
                    Release(item);
                    open.Leases.Add(new Lease(item, epoch));
                    _holder[item] = session;
                }

                break;
            case ItemDied(var item):
                _deaths[item] = _deaths.GetValueOrDefault(item) + 1;
                break;
            case ItemGivenUp(var item, var failure):
                Release(item);
                _failures[item] = failure;
                break;
        }
    }

    private void Release(int item)
    {
        if (_holder.Remove(item, out var holder) && _sessions.TryGetValue(holder, out var session))
        {
            session.Leases.RemoveAll(lease => lease.Item == item);
        }
    }
}
