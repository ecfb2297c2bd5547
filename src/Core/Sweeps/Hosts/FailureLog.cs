using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>
/// Writes down what fails as it fails, so that a run that is killed later has said it, and passes everything on. Where very
/// many fail, not every one of them makes the list be written again; disposing of the log writes the rest.
/// </summary>
internal sealed class FailureLog(ISweepObserver inner, SweepFolder folder) : ISweepObserver, IDisposable
{
    // Up to here each failure is written at once, and beyond whenever the list is longer by a tenth.
    private const int WrittenOneByOne = 100;

    private readonly Lock _gate = new();
    private readonly List<ItemFailure> _failures = [];
    private int _written;

    public void Began(SweepPhase phase) => inner.Began(phase);

    public void Started(IReadOnlyList<StageCount> stages)
    {
        folder.WriteFailures([]);
        inner.Started(stages);
    }

    public void ItemStarted(WorkItem item) => inner.ItemStarted(item);

    public void ItemDone(WorkItem item, TimeSpan elapsed) => inner.ItemDone(item, elapsed);

    public void ItemFailed(WorkItem item, ItemFailure failure)
    {
        lock (_gate)
        {
            _failures.Add(failure);
            if (_failures.Count <= WrittenOneByOne || _failures.Count >= _written + (_written / 10))
            {
                Write();
            }
        }

        inner.ItemFailed(item, failure);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_written < _failures.Count)
            {
                Write();
            }
        }
    }

    private void Write()
    {
        folder.WriteFailures([.. _failures.OrderBy(f => f.Item, StringComparer.Ordinal)]);
        _written = _failures.Count;
    }
}
