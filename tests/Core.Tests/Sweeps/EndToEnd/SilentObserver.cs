using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

internal sealed class SilentObserver : ISweepObserver
{
    public void Started(SweepPlan plan, IReadOnlyCollection<WorkItem> done)
    {
    }

    public void ItemStarted(WorkItem item)
    {
    }

    public void ItemDone(WorkItem item, TimeSpan elapsed)
    {
    }

    public void ItemFailed(WorkItem item, ItemFailure failure)
    {
    }
}
