using System.Collections.Concurrent;
using SteerScope.Grains.Attempts;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Silo.Lanes;

/// <summary>The device of this member: its threads, and the sweeps that it is prepared for.</summary>
internal sealed class DeviceLanes : ILanes, IDisposable
{
    private readonly ConcurrentDictionary<(string Sweep, long Session), SessionWork> _sessions = new();
    private readonly ConcurrentDictionary<(string Sweep, Lease Lease), bool> _attempts = new();
    private readonly WorkThread[] _threads;
    private int _busy;
    private bool _disposed;

    public DeviceLanes(SiloOptions options)
    {
        _threads = [.. Enumerable.Range(0, options.Lanes).Select(i => new WorkThread($"device lane {i}"))];
    }

    /// <summary>A thread for what is no attempt: opening a device and loading a model, which must be done where it is used.</summary>
    public WorkThread First => _threads[0];

    /// <summary>Says what a session works with, before its first attempt.</summary>
    public void Enter(string sweep, long session, SessionWork work) => _sessions[(sweep, session)] = work;

    /// <summary>Forgets a session.</summary>
    public void Leave(string sweep, long session) => _sessions.TryRemove((sweep, session), out _);

    /// <summary>Says that an attempt is about to be ordered, so that an order which comes after all when nobody waits for it any more is not followed.</summary>
    public void Expect(string sweep, Lease lease) => _attempts[(sweep, lease)] = false;

    /// <summary>Nobody waits for an attempt any more.</summary>
    public void Forget(string sweep, Lease lease) => _attempts.TryRemove((sweep, lease), out _);

    /// <summary>Whether the order for an attempt has come here, and the attempt has not ended.</summary>
    public bool IsUnderWay(string sweep, Lease lease) => _attempts.TryGetValue((sweep, lease), out var underWay) && underWay;

    /// <inheritdoc/>
    public async Task<LeaseReport> RunAsync(AttemptOrder order, CancellationToken cancellation)
    {
        if (!_sessions.TryGetValue((order.Sweep, order.Session), out var work))
        {
            throw new InvalidOperationException($"This member has no session {order.Session} of sweep {order.Sweep}.");
        }

        var thread = _threads[(uint)Interlocked.Increment(ref _busy) % _threads.Length];
        if (!_attempts.TryUpdate((order.Sweep, order.Lease), true, false))
        {
            throw new InvalidOperationException($"Nobody waits for item {order.Lease.Item} of sweep {order.Sweep} on this member any more.");
        }

        try
        {
            return await thread.RunAsync(() => work.Run(order.Lease, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            _attempts.TryUpdate((order.Sweep, order.Lease), false, true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The container does so once for each service that this is.
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }
    }
}
