using System.Collections.Concurrent;

namespace SteerScope.Silo.Lanes;

/// <summary>A thread of its own for work that blocks, behind a bounded queue: libtorch's state belongs to a thread, and grain turns must not wait.</summary>
internal sealed class WorkThread : IDisposable
{
    // Far above what a session holds: a full queue is a fault, not back-pressure.
    private const int Longest = 4096;

    private readonly BlockingCollection<Action> _queue = new(Longest);
    private readonly Thread _thread;

    public WorkThread(string name)
    {
        _thread = new Thread(Work) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs something on the thread, after what was asked before.</summary>
    public Task<TResult> RunAsync<TResult>(Func<TResult> work)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = _queue.TryAdd(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return taken ? done.Task : throw new InvalidOperationException($"{_thread.Name} has {Longest} items waiting.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            work();
        }
    }
}
