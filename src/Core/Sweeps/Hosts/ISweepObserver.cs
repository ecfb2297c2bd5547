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
    /// <param name="stages">The plan's stages; done is what was there already.</param>
    void Started(IReadOnlyList<StageCount> stages)
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
