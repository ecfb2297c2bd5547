using System.Diagnostics.Metrics;
using SteerScope.Grains.Sweeps;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Silo.Observability;

/// <summary>What a member counts. No instrument names a sweep, a folder or a prompt, so that whoever reads them learns numbers only.</summary>
internal sealed class SiloMeters : ISweepEvents
{
    /// <summary>Name of the meter, and of the source of activities.</summary>
    public const string Name = "SteerScope";

    private readonly Lock _gate = new();
    private readonly List<Func<int>> _queues = [];
    private readonly Counter<long> _items;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _lost;
    private readonly TokenRate _rate;

    public SiloMeters(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        _rate = new TokenRate(time);
        _items = meter.CreateCounter<long>("steerscope.items", "{item}", "Attempts at work items that ended on this member, by stage and end.");
        _seconds = meter.CreateHistogram(
            "steerscope.item.duration",
            "s",
            "How long attempts took on this member, by stage.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000] });
        _tokens = meter.CreateCounter<long>("steerscope.tokens", "{token}", "Tokens of the model's forward passes in items done on this member.");
        _lost = meter.CreateCounter<long>("steerscope.sessions.lost", "{session}", "Sessions of any member given up for lost by the sweeps whose grains live on this one.");
        meter.CreateObservableGauge("steerscope.leases.held", Held, "{item}", "Items that this member holds: at work and waiting.");
        meter.CreateObservableGauge("steerscope.tokens.rate", _rate.PerSecond, "{token}/s", "Tokens per second on this member, over the last minute.");
        _lost.Add(0);
    }

    /// <summary>Counts a queue in as long as the answer is not disposed of.</summary>
    /// <param name="length">Its length; asked on any thread.</param>
    public IDisposable Watch(Func<int> length)
    {
        lock (_gate)
        {
            _queues.Add(length);
        }

        return new Watching(this, length);
    }

    /// <summary>Counts an attempt that ended.</summary>
    /// <param name="stage">Its stage.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="tokens">Tokens of its forward passes.</param>
    public void Ended(string stage, LeaseEnd end, TimeSpan elapsed, long tokens)
    {
        var ofStage = new KeyValuePair<string, object?>("stage", stage);
        _items.Add(1, ofStage, new KeyValuePair<string, object?>("end", SnakeCase.Of(end)));
        _seconds.Record(elapsed.TotalSeconds, ofStage);
        if (end == LeaseEnd.Done && tokens > 0)
        {
            _tokens.Add(tokens, ofStage);
            _rate.Add(tokens);
        }
    }

    /// <summary>Counts an item that goes back without an attempt.</summary>
    public void HandedBack(string stage) => _items.Add(
        1, new KeyValuePair<string, object?>("stage", stage), new KeyValuePair<string, object?>("end", SnakeCase.Of(LeaseEnd.HandedBack)));

    /// <inheritdoc/>
    public void SessionLost() => _lost.Add(1);

    private int Held()
    {
        Func<int>[] queues;
        lock (_gate)
        {
            queues = [.. _queues];
        }

        return queues.Sum(length => length());
    }

    private sealed class Watching(SiloMeters meters, Func<int> length) : IDisposable
    {
        public void Dispose()
        {
            lock (meters._gate)
            {
                meters._queues.Remove(length);
            }
        }
    }
}
