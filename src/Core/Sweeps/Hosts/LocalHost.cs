using System.Runtime.ExceptionServices;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>
/// Runs a plan in this process on a bounded pool of dedicated threads. An item starts when everything that it reads is
/// committed (see <see cref="Schedule"/>); which worker takes which item, and in which order they end, changes nothing in the results.
/// </summary>
public sealed class LocalHost(ItemRunner runner, TimeProvider time)
{
    /// <summary>Attempts at an item that the disk fails before it counts as failed in this run. Nothing else is tried again.</summary>
    public const int MaxAttempts = 3;

    /// <summary>Wait before the second attempt; the third waits twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs what is not done.</summary>
    /// <param name="schedule">The plan, and what of it is done.</param>
    /// <param name="workers">Threads, each with one item at a time.</param>
    /// <param name="firstEpoch">Number of the first attempt; every attempt takes the next one.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="cancellation">Stops the run at the next bounded unit; finished outputs stay.</param>
    /// <returns>The items that failed, and those that could not start because of them.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public SweepOutcome Run(Schedule schedule, int workers, long firstEpoch, ISweepObserver observer, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var shared = new SharedSchedule(schedule);
        observer.Started(schedule.Counts);
        var epoch = firstEpoch - 1;
        ExceptionDispatchInfo? broken = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using (stop.Token.Register(shared.Stop))
        {
            var threads = Enumerable.Range(0, workers).Select(i => new Thread(GuardedWork) { Name = $"sweep worker {i}", IsBackground = true }).ToArray();
            foreach (var thread in threads)
            {
                thread.Start();
            }

            foreach (var thread in threads)
            {
                thread.Join();
            }
        }

        broken?.Throw();
        cancellation.ThrowIfCancellationRequested();
        return schedule.Outcome();

        // What the observer throws would end the process from a worker's thread; it ends the run from the caller's.
        void GuardedWork()
        {
            try
            {
                Work();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref broken, ExceptionDispatchInfo.Capture(e), null);
                stop.Cancel();
            }
        }

        void Work()
        {
            while (shared.Next() is >= 0 and var index)
            {
                var item = schedule.Plan.Item(index);
                var started = time.GetTimestamp();
                observer.ItemStarted(item);
                var failure = Attempt(item);
                if (failure is null)
                {
                    observer.ItemDone(item, time.GetElapsedTime(started));
                    shared.Done(index);
                }
                else if (stop.IsCancellationRequested)
                {
                    return;
                }
                else
                {
                    observer.ItemFailed(item, failure);
                    shared.Failed(index, failure);
                }
            }
        }

        ItemFailure? Attempt(WorkItem item)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    stop.Token.ThrowIfCancellationRequested();
                    runner(item, Interlocked.Increment(ref epoch), stop.Token);
                    return null;
                }
                catch (IOException) when (attempt < MaxAttempts)
                {
                    // A busy or briefly full disk: the next attempt writes under its own name.
                    stop.Token.WaitHandle.WaitOne(RetryDelay * attempt);
                }
                catch (Exception e)
                {
                    return ItemFailure.Of(item, e, attempt);
                }
            }
        }
    }
}
