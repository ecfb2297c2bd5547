using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>
/// Which items of a plan are done, may start, run or failed: the bookkeeping of every host. A few bits per item, so that a
/// plan of a million costs less than a megabyte. Built from what is committed, whatever else is lost. For one thread at a time.
/// </summary>
/// <remarks>
/// The items of a group may start when the groups that it waits for are finished. Where something failed there, an item
/// starts if and only if all that it reads is committed all the same; else it is blocked for good.
/// </remarks>
public sealed class Schedule
{
    private const int AskedAtOnce = 4096;

    private readonly Func<ArtifactKey, bool> _has;
    private readonly ItemBits _done;
    private readonly ItemBits _ready;
    private readonly ItemBits _running;
    private readonly GroupState[] _groups;
    private readonly Dictionary<int, HashSet<ArtifactKey>> _lost = [];
    private readonly SortedDictionary<int, ItemFailure> _failures = [];
    private int _firstUnfinished;

    /// <summary>The schedule of a plan whose outputs are in a store, which is asked about each of them once.</summary>
    public Schedule(SweepPlan plan, ArtifactStore store)
        : this(plan, IsIn(store.Inventory()), store.Has, onAllCores: true)
    {
    }

    /// <summary>The schedule of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isDone">Whether all outputs of an item are committed; asked once about each, now.</param>
    /// <param name="has">Whether an artifact is committed; asked only about the outputs of items that failed or could not start.</param>
    public Schedule(SweepPlan plan, Func<WorkItem, bool> isDone, Func<ArtifactKey, bool> has)
        : this(plan, isDone, has, onAllCores: false)
    {
    }

    private Schedule(SweepPlan plan, Func<WorkItem, bool> isDone, Func<ArtifactKey, bool> has, bool onAllCores)
    {
        Plan = plan;
        _has = has;
        (_done, _ready, _running) = (new ItemBits(plan.Count), new ItemBits(plan.Count), new ItemBits(plan.Count));
        _groups = [.. plan.Groups.Select(g => new GroupState(g))];
        var answers = new bool[Math.Min(AskedAtOnce, plan.Count)];
        var open = new Queue<int>();
        foreach (var (g, state) in _groups.Index())
        {
            for (var first = state.Group.First; first < state.End; first += AskedAtOnce)
            {
                var asked = answers.AsMemory(0, Math.Min(AskedAtOnce, state.End - first));
                Ask(first, asked, isDone, onAllCores);
                for (var i = 0; i < asked.Length; i++)
                {
                    _done[first + i] = asked.Span[i];
                    state.Done += asked.Span[i] ? 1 : 0;
                }
            }

            foreach (var before in state.Group.After.Distinct())
            {
                _groups[before].Readers.Add(g);
                state.Waits++;
            }

            if (state.Waits == 0)
            {
                open.Enqueue(g);
            }
        }

        Open(open);
    }

    /// <summary>The plan.</summary>
    public SweepPlan Plan { get; }

    /// <summary>Whether nothing is ready or running, and nothing can become ready.</summary>
    public bool Finished => _firstUnfinished == _groups.Length;

    /// <summary>How far each stage of the plan is, in the stages' order.</summary>
    public IReadOnlyList<StageCount> Counts =>
    [
        .. from state in _groups
           group state by state.Group.Stage into stage
           orderby stage.Key
           select new StageCount(
               stage.Key,
               stage.Sum(s => s.Group.Count),
               stage.Sum(s => s.Done),
               stage.Sum(s => s.Running),
               stage.Sum(s => s.Failed),
               stage.Sum(s => s.Ready),
               stage.Sum(s => s.Blocked)),
    ];

    /// <summary>Takes the next item in plan order of a stage that the taker takes, and marks it as running.</summary>
    public bool TryTake(Func<SweepStage, bool> takes, out int item)
    {
        for (var g = _firstUnfinished; g < _groups.Length; g++)
        {
            var state = _groups[g];
            if (state.Ready > 0 && takes(state.Group.Stage))
            {
                item = _ready.Next(state.Cursor, state.End);
                state.Cursor = item + 1;
                Start(state, item);
                return true;
            }
        }

        item = -1;
        return false;
    }

    /// <summary>Takes this very item, if it is ready, and marks it as running: for work that was given out before a host started again.</summary>
    public bool TryTake(int item)
    {
        var state = _groups[Plan.GroupOf(item)];
        if (!_ready[item])
        {
            return false;
        }

        Start(state, item);
        return true;
    }

    /// <summary>A running item is done: all its outputs are committed.</summary>
    public void Done(int item)
    {
        var state = Stop(item);
        _done[item] = true;
        state.Done++;
        Settle(item);
    }

    /// <summary>A running item failed for good.</summary>
    public void Failed(int item, ItemFailure failure)
    {
        var state = Stop(item);
        _failures.Add(item, failure);
        state.Failed++;
        Settle(item);
    }

    /// <summary>A running item is ready again: whoever had it did not finish it.</summary>
    public void Return(int item)
    {
        var state = Stop(item);
        _ready[item] = true;
        state.Ready++;
        state.Cursor = Math.Min(state.Cursor, item);
    }

    /// <summary>Whether all outputs of an item are committed.</summary>
    public bool IsDone(int item) => _done[Checked(item)];

    /// <summary>Whether somebody works on an item.</summary>
    public bool IsRunning(int item) => _running[Checked(item)];

    /// <summary>Whether every item is done.</summary>
    public bool Complete => _groups.All(g => g.Done == g.Group.Count);

    /// <summary>What failed, in plan order.</summary>
    public IReadOnlyCollection<ItemFailure> Failures => _failures.Values;

    /// <summary>What failed, and what is neither done nor failed, both in plan order.</summary>
    public SweepOutcome Outcome()
    {
        int[] rest = [.. _groups.Where(s => s.Done + s.Failed < s.Group.Count).SelectMany(s => Left(s))];
        return new SweepOutcome([.. _failures.Values], new MadeList<WorkItem>(rest.Length, i => Plan.Item(rest[i])));
    }

    // A key takes a digest: a sweep's items are asked about on all cores.
    private void Ask(int first, Memory<bool> answers, Func<WorkItem, bool> isDone, bool onAllCores)
    {
        void AskOne(int i) => answers.Span[i] = isDone(Plan.Item(first + i));

        if (onAllCores)
        {
            Parallel.For(0, answers.Length, AskOne);
            return;
        }

        for (var i = 0; i < answers.Length; i++)
        {
            AskOne(i);
        }
    }

    private static Func<WorkItem, bool> IsIn(ArtifactInventory inventory) => item => item.Outputs.All(o => inventory.Has(o.Key));

    private int Checked(int item) => item >= 0 && item < Plan.Count ? item : throw new ArgumentOutOfRangeException(nameof(item), item, $"The plan has {Plan.Count} items.");

    private IEnumerable<int> Left(GroupState state) =>
        Enumerable.Range(state.Group.First, state.Group.Count).Where(i => !_done[i] && !_failures.ContainsKey(i));

    private void Start(GroupState state, int item)
    {
        _ready[item] = false;
        state.Ready--;
        _running[item] = true;
        state.Running++;
    }

    private GroupState Stop(int item)
    {
        if (!_running[Checked(item)])
        {
            throw new InvalidOperationException($"{Plan.Item(item).Id} is not running.");
        }

        var state = _groups[Plan.GroupOf(item)];
        _running[item] = false;
        state.Running--;
        return state;
    }

    private void Settle(int item)
    {
        var g = Plan.GroupOf(item);
        if (_groups[g] is { Ready: 0, Running: 0 })
        {
            Open(Finish(g));
        }
    }

    // Groups that wait for nothing any more; those that have nothing to start are finished at once, and so may others be.
    private void Open(Queue<int> open)
    {
        while (open.TryDequeue(out var g))
        {
            Open(_groups[g]);
            if (_groups[g].Ready == 0)
            {
                foreach (var reader in Finish(g))
                {
                    open.Enqueue(reader);
                }
            }
        }
    }

    private void Open(GroupState state)
    {
        var lost = state.Group.After.Where(a => _groups[a].Done < _groups[a].Group.Count).SelectMany(Lost).ToHashSet();
        foreach (var item in Left(state))
        {
            if (lost.Count == 0 || !Plan.Item(item).Inputs.Any(lost.Contains))
            {
                _ready[item] = true;
                state.Ready++;
            }
        }
    }

    private Queue<int> Finish(int g)
    {
        _groups[g].Finished = true;
        while (_firstUnfinished < _groups.Length && _groups[_firstUnfinished].Finished)
        {
            _firstUnfinished++;
        }

        return new Queue<int>(_groups[g].Readers.Where(r => --_groups[r].Waits == 0));
    }

    // An item may fail after some of its outputs: what reads only those can go on. Nothing but outputs of unfinished items can be missing.
    private HashSet<ArtifactKey> Lost(int g)
    {
        if (!_lost.TryGetValue(g, out var lost))
        {
            var state = _groups[g];
            lost = [.. Enumerable.Range(state.Group.First, state.Group.Count).Where(i => !_done[i]).SelectMany(i => Plan.Item(i).Outputs).Select(o => o.Key).Where(k => !_has(k))];
            _lost.Add(g, lost);
        }

        return lost;
    }
}
