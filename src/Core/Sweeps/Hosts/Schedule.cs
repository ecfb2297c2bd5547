using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>Which items of a plan may start: the bookkeeping of <see cref="LocalHost"/>, safe for many threads.</summary>
internal sealed class Schedule
{
    // A plain object: waiting for a change needs Monitor's condition, which System.Threading.Lock has not.
    private readonly object _gate = new();
    private readonly PriorityQueue<int, int> _ready = new();
    private readonly SweepPlan _plan;
    private readonly ArtifactStore _store;
    private readonly int[] _missingInputs;
    private readonly Dictionary<string, List<int>> _readers = new(StringComparer.Ordinal);
    private readonly List<ItemFailure> _failures = [];
    private readonly HashSet<int> _unfinished = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private int _running;
    private bool _stopped;

    public Schedule(SweepPlan plan, ArtifactStore store)
    {
        _plan = plan;
        _store = store;
        _missingInputs = new int[plan.Items.Count];
        var done = new List<WorkItem>();
        var toMake = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < plan.Items.Count; i++)
        {
            var item = plan.Items[i];
            _index.Add(item.Id, i);
            var missing = item.Outputs.Where(o => !store.Has(o.Key)).ToArray();
            if (missing.Length == 0)
            {
                done.Add(item);
                continue;
            }

            toMake.UnionWith(missing.Select(o => o.Key.RelativePath));
            _unfinished.Add(i);
            foreach (var input in item.Inputs.Select(k => k.RelativePath).Distinct().Where(toMake.Contains))
            {
                _missingInputs[i]++;
                if (!_readers.TryGetValue(input, out var readers))
                {
                    _readers.Add(input, readers = []);
                }

                readers.Add(i);
            }

            if (_missingInputs[i] == 0)
            {
                _ready.Enqueue(i, i);
            }
        }

        AlreadyDone = done;
    }

    public IReadOnlyCollection<WorkItem> AlreadyDone { get; }

    /// <summary>The next item to run, in plan order; blocks while others may still make some ready; null when there is none left.</summary>
    public WorkItem? Next()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                if (_ready.TryDequeue(out var i, out _))
                {
                    _running++;
                    return _plan.Items[i];
                }

                if (_running == 0)
                {
                    break;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    public void Done(WorkItem item)
    {
        lock (_gate)
        {
            _running--;
            _unfinished.Remove(_index[item.Id]);
            Release(item.Outputs);
            Monitor.PulseAll(_gate);
        }
    }

    public void Failed(WorkItem item, ItemFailure failure)
    {
        lock (_gate)
        {
            _running--;
            _failures.Add(failure);
            _unfinished.Remove(_index[item.Id]);

            // An item may fail after some of its outputs: what reads only those can go on.
            Release(item.Outputs.Where(o => _store.Has(o.Key)));
            Monitor.PulseAll(_gate);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    public SweepOutcome Outcome()
    {
        lock (_gate)
        {
            return new SweepOutcome(
                [.. _failures.OrderBy(f => _index[f.Item])],
                [.. _unfinished.Order().Select(i => _plan.Items[i])]);
        }
    }

    private void Release(IEnumerable<ItemOutput> outputs)
    {
        foreach (var output in outputs)
        {
            if (_readers.Remove(output.Key.RelativePath, out var readers))
            {
                foreach (var reader in readers.Where(r => --_missingInputs[r] == 0))
                {
                    _ready.Enqueue(reader, reader);
                }
            }
        }
    }
}
