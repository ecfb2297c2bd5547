using SteerScope.Artifacts;
using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>
/// Runs a plan in this process on a bounded pool of dedicated threads. An item starts when everything that it reads is
/// committed; which worker takes which item, and in which order they end, changes nothing in the results.
/// </summary>
public sealed class LocalHost(ArtifactStore store, ItemRunner runner, TimeProvider time)
{
    /// <summary>Attempts at an item before it counts as failed in this run. Bad input is not tried again.</summary>
    public const int MaxAttempts = 3;

    /// <summary>Runs what is not done.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="workers">Threads, each with one item at a time.</param>
    /// <param name="firstEpoch">Number of the first attempt; every attempt takes the next one.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="cancellation">Stops the run at the next bounded unit; finished outputs stay.</param>
    /// <returns>The items that failed, and those that could not start because of them.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public SweepOutcome Run(SweepPlan plan, int workers, long firstEpoch, ISweepObserver observer, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var schedule = new Schedule(plan, store);
        observer.Started(plan, schedule.AlreadyDone);
        var epoch = firstEpoch - 1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var threads = Enumerable.Range(0, workers).Select(i => new Thread(Work) { Name = $"sweep worker {i}", IsBackground = true }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        using (stop.Token.Register(schedule.Stop))
        {
            foreach (var thread in threads)
            {
                thread.Join();
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return schedule.Outcome();

        void Work()
        {
            while (schedule.Next() is { } item)
            {
                var started = time.GetTimestamp();
                observer.ItemStarted(item);
                var failure = Attempt(item);
                if (failure is null)
                {
                    schedule.Done(item);
                    observer.ItemDone(item, time.GetElapsedTime(started));
                }
                else if (stop.IsCancellationRequested)
                {
                    return;
                }
                else
                {
                    schedule.Failed(item, failure);
                    observer.ItemFailed(item, failure);
                }
            }
        }

        ItemFailure? Attempt(WorkItem item)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    runner(item, Interlocked.Increment(ref epoch), stop.Token);
                    return null;
                }
                catch (OperationCanceledException)
                {
                    return new ItemFailure(item.Id, "cancelled", attempt);
                }
                catch (Exception e) when (e is InputException or ArtifactException || attempt == MaxAttempts)
                {
                    return new ItemFailure(item.Id, e is InputException or ArtifactException ? e.Message : $"{e.GetType().Name}: {e.Message}", attempt);
                }
                catch (IOException)
                {
                    // A busy or briefly full disk: the next attempt writes under its own name.
                }
            }
        }
    }
}
