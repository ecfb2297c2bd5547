using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>Writes down what fails as it fails, so that a run that is killed later has said it, and passes everything on.</summary>
internal sealed class FailureLog(ISweepObserver inner, SweepFolder folder) : ISweepObserver
{
    private readonly Lock _gate = new();
    private readonly List<ItemFailure> _failures = [];

    public void Began(SweepPhase phase) => inner.Began(phase);

    public void Started(SweepPlan plan, IReadOnlyCollection<WorkItem> done)
    {
        folder.WriteFailures([]);
        inner.Started(plan, done);
    }

    public void ItemStarted(WorkItem item) => inner.ItemStarted(item);

    public void ItemDone(WorkItem item, TimeSpan elapsed) => inner.ItemDone(item, elapsed);

    public void ItemFailed(WorkItem item, ItemFailure failure)
    {
        lock (_gate)
        {
            _failures.Add(failure);
            folder.WriteFailures([.. _failures.OrderBy(f => f.Item, StringComparer.Ordinal)]);
        }

        inner.ItemFailed(item, failure);
    }
}
