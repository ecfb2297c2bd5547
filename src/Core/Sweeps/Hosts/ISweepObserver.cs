using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>Hears what a host does. Calls come from several threads at once. What an observer does not care for it leaves out.</summary>
public interface ISweepObserver
{
    /// <summary>A part of the run that is no work item begins; what was begun before it is over.</summary>
    void Began(SweepPhase phase)
    {
    }

    /// <summary>The work items begin.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="done">Items whose outputs were all there already.</param>
    void Started(SweepPlan plan, IReadOnlyCollection<WorkItem> done)
    {
    }

    /// <summary>An attempt at an item begins.</summary>
    void ItemStarted(WorkItem item)
    {
    }

    /// <summary>An item is done.</summary>
    void ItemDone(WorkItem item, TimeSpan elapsed)
    {
    }

    /// <summary>An item failed for good in this run.</summary>
    void ItemFailed(WorkItem item, ItemFailure failure)
    {
    }
}
