using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>A schedule that the threads of a process share; they wait for each other's items.</summary>
internal sealed class SharedSchedule(Schedule schedule)
{
    // A plain object: waiting for a change needs Monitor's condition, which System.Threading.Lock has not.
    private readonly object _gate = new();
    private bool _stopped;

    /// <summary>The next item to run, in plan order; blocks while others may still make some ready; -1 when there is none left.</summary>
    public int Next()
    {
        lock (_gate)
        {
            while (!_stopped && !schedule.Finished)
            {
                if (schedule.TryTake(AnyStage, out var item))
                {
                    return item;
                }

                Monitor.Wait(_gate);
            }

            return -1;
        }
    }

    /// <summary>A taken item is done.</summary>
    public void Done(int item)
    {
        lock (_gate)
        {
            schedule.Done(item);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A taken item failed.</summary>
    public void Failed(int item, ItemFailure failure)
    {
        lock (_gate)
        {
            schedule.Failed(item, failure);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nobody gets another item.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static bool AnyStage(SweepStage stage) => true;
}
