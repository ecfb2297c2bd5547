using SteerScope.Artifacts;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Plans;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Leases;

/// <summary>
/// A cluster without a cluster: sessions, a network that loses and delays, processes that end, a disk that fills, and a book
/// that is lost and made again from its ledger. Everything that happens is drawn from a seed.
/// </summary>
internal sealed class LeaseWorld
{
    private readonly Random _random;
    private readonly ManualTime _time = new();
    private readonly SweepPlan _plan;
    private readonly HashSet<ArtifactKey> _store = [];
    private readonly List<LedgerEntry> _ledger = [];
    private readonly Dictionary<long, Worker> _workers = [];
    private readonly HashSet<long> _folders = [];
    private readonly List<(Worker Worker, ExchangeRequest Request)> _late = [];
    private readonly HashSet<int> _deadly;
    private readonly HashSet<long> _epochs = [];
    private LeaseBook _book;
    private long _term = 1_000;

    public LeaseWorld(int seed, int[] deadly)
    {
        _random = new Random(seed);
        _plan = Plan(_random.Next(1, 4), _random.Next(1, 30));
        _deadly = [.. deadly.Select(d => d % _plan.Count)];
        _book = NewBook(LedgerState.Of([]));
    }

    public int Executions { get; private set; }

    public ClusterPhase Phase => _book.Phase;

    public SweepOutcome Outcome => Schedule(_plan).Outcome();

    public int Deadly => _deadly.Count;

    public LeaseSnapshot Snapshot => _book.Snapshot();

    public int ResultsWritten { get; private set; }

    /// <summary>Something happens.</summary>
    public void Step(bool calm)
    {
        _time.Advance(TimeSpan.FromSeconds(_random.NextDouble() * 2));
        switch (_random.Next(calm ? 4 : 12))
        {
            case 0 when _workers.Count < 5:
                Join();
                break;
            case 1 or 2:
                Exchange(lost: !calm && _random.Next(5) == 0);
                break;
            case 3:
                Watch();
                break;
            case 4:
                Work();
                break;
            case 5 when !calm && _random.Next(4) == 0:
                Kill(AnyWorker());
                break;
            case 6 when _random.Next(6) == 0:
                Restart();
                break;
            case 7:
                Deliver();
                break;
            case 8 when AnyWorker() is { } leaving && _random.Next(5) == 0:
                Leave(leaving);
                break;
            case 9 when AnyWorker() is { } frozen && _random.Next(5) == 0:
                frozen.Frozen = !frozen.Frozen;
                break;
            default:
                Work();
                break;
        }

        if (calm)
        {
            foreach (var worker in _workers.Values)
            {
                worker.Frozen = false;
            }

            _late.Clear();
            Work();
        }

        Check();
    }

    private LeaseBook NewBook(LedgerState past)
    {
        _term += 1_000_000;
        return new LeaseBook(_plan, Schedule(_plan), _term, past, new LeaseOptions { Silence = TimeSpan.FromSeconds(15), Deaths = _deadly.Count > 0 ? 3 : int.MaxValue }, _time);
    }

    private Schedule Schedule(SweepPlan plan) => new(plan, item => item.Outputs.All(o => _store.Contains(o.Key)), _store.Contains);

    private Worker? AnyWorker() => _workers.Count == 0 ? null : _workers.Values.ElementAt(_random.Next(_workers.Count));

    private void Join()
    {
        var runsModel = _random.Next(4) > 0;
        var owner = new SessionOwner($"process {_random.Next()}", "device", runsModel, Merges: !runsModel || _random.Next(2) == 0, Lanes: _random.Next(1, 3));
        var id = _book.Open(owner);
        Flush();
        _folders.Add(id);
        _workers.Add(id, new Worker(id, owner));
    }

    private void Exchange(bool lost)
    {
        if (AnyWorker() is not { Frozen: false } worker)
        {
            return;
        }

        var request = new ExchangeRequest(worker.Id, ++worker.Sequence, [.. worker.Held], [.. worker.Reports], _random.Next(0, 4));
        if (_random.Next(8) == 0 && lost)
        {
            // It arrives later, when the worker has given up waiting for it.
            _late.Add((worker, request));
            return;
        }

        var reply = Answer(request);
        if (lost)
        {
            return;
        }

        switch (reply.State)
        {
            case SessionState.Lost:
                _workers.Remove(worker.Id);
                break;
            case SessionState.Over:
                Leave(worker);
                break;
            default:
                worker.Reports.RemoveAll(request.Reports.Contains);
                worker.Held.RemoveAll(reply.Drop.Contains);
                worker.Held.AddRange(reply.Granted);
                break;
        }
    }

    private ExchangeReply Answer(ExchangeRequest request)
    {
        var reply = _book.Exchange(request);
        Flush();
        foreach (var lease in reply.Granted)
        {
            Assert.True(_epochs.Add(lease.Epoch), $"epoch {lease.Epoch} was given twice");
            if (lease.Item != Lease.Results)
            {
                Assert.All(_plan.Item(lease.Item).Inputs, key => Assert.Contains(key, _store));
            }
        }

        return reply;
    }

    private void Deliver()
    {
        if (_late.Count > 0)
        {
            var (_, request) = _late[_random.Next(_late.Count)];
            _late.RemoveAll(l => l.Request == request);
            Answer(request);
        }
    }

    // The first of what it holds, as workers do; the outputs one by one.
    private void Work()
    {
        if (AnyWorker() is not { Frozen: false, Held: [var lease, ..] } worker)
        {
            return;
        }

        if (_deadly.Contains(lease.Item))
        {
            Kill(worker);
            return;
        }

        worker.Held.RemoveAt(0);
        if (!_folders.Contains(worker.Id))
        {
            // Fenced: nothing that it does reaches the store.
            worker.Reports.Add(new LeaseReport(lease, LeaseEnd.HandedBack));
            return;
        }

        if (_random.Next(20) == 0)
        {
            worker.Reports.Add(new LeaseReport(lease, LeaseEnd.Hindered, new ItemFailure("x", "the disk is full", 1)));
            return;
        }

        if (lease.Item == Lease.Results)
        {
            Assert.All(_plan.Items.SelectMany(i => i.Outputs), o => Assert.Contains(o.Key, _store));
            ResultsWritten++;
        }
        else
        {
            Executions++;
            _store.UnionWith(_plan.Item(lease.Item).Outputs.Select(o => o.Key));
        }

        worker.Reports.Add(new LeaseReport(lease, LeaseEnd.Done));
    }

    private void Kill(Worker? worker)
    {
        if (worker is not null)
        {
            worker.Dead = true;
            _workers.Remove(worker.Id);
        }
    }

    private void Leave(Worker worker)
    {
        if (!worker.Frozen && _book.Close(worker.Id, [.. worker.Reports]))
        {
            Flush();
            _folders.Remove(worker.Id);
            _workers.Remove(worker.Id);
        }
    }

    private void Watch()
    {
        foreach (var session in _book.Missing(_ => false))
        {
            var items = _book.BeginLoss(session)!;
            Flush();
            _folders.Remove(session);
            if (_random.Next(6) == 0)
            {
                // Its end, between the fence and the charge.
                Restart();
                return;
            }

            _book.EndLoss(session, items.Where(i => _plan.Item(i).Outputs.All(o => _store.Contains(o.Key))).ToHashSet());
        }

        Flush();
    }

    private void Restart()
    {
        // What was not written down is lost with the process, as is what it knew.
        var past = LedgerState.Of(_ledger.SelectMany(e => LedgerText.Parse(System.Text.Encoding.UTF8.GetBytes(LedgerText.Line(e)))));
        past = past.With(_folders, forget: false);
        _ledger.Clear();
        _ledger.AddRange(past.Entries());
        _book = NewBook(past);
    }

    private void Flush() => _ledger.AddRange(_book.TakeUnwritten());

    // Of two sessions whose commits would both be accepted, no two work on the same item.
    private void Check()
    {
        var twice = _workers.Values.Where(w => _folders.Contains(w.Id)).SelectMany(w => w.Held).GroupBy(l => l.Item).FirstOrDefault(g => g.Count() > 1);
        Assert.True(twice is null, $"item {twice?.Key} is held by several sessions");
    }

    /// <summary>A plan of three stages for each behaviour.</summary>
    public static SweepPlan Plan(int behaviours, int shards)
    {
        var groups = new List<PlanGroup>();
        var next = 0;
        int Add(SweepStage stage, int behaviour, int count, params int[] after)
        {
            groups.Add(new PlanGroup(stage, behaviour, next, count, after));
            next += count;
            return groups.Count - 1;
        }

        for (var b = 0; b < behaviours; b++)
        {
            var capture = Add(SweepStage.Capture, b, shards);
            var vector = Add(SweepStage.Vector, b, 3, capture);
            Add(SweepStage.Steer, b, shards, vector);
        }

        var all = groups.ToArray();
        return new SweepPlan(all, (group, i) =>
        {
            var name = $"{group.Stage}/{group.Behaviour}/{i}";
            ItemOutput Output(SweepStage stage, int j) => new(new ArtifactKey(stage.ToString(), $"{stage}/{group.Behaviour}/{j}", new string('0', 64)), 0);
            var inputs = group.After.SelectMany(a => Enumerable.Range(0, all[a].Count).Select(j => Output(all[a].Stage, j).Key));
            return new WorkItem(name, group.Stage, [Output(group.Stage, i)], [.. inputs], group.Behaviour);
        });
    }

    private sealed class Worker(long id, SessionOwner owner)
    {
        public long Id => id;

        public SessionOwner Owner => owner;

        public List<Lease> Held { get; } = [];

        public List<LeaseReport> Reports { get; } = [];

        public long Sequence { get; set; }

        public bool Frozen { get; set; }

        public bool Dead { get; set; }
    }

    /// <summary>A clock that stands until it is told to go on.</summary>
    public sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;
    }
}
