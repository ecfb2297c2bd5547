namespace SteerScope.Silo.Observability;

/// <summary>Tokens per second over the last minute. Safe for several threads.</summary>
internal sealed class TokenRate(TimeProvider time)
{
    /// <summary>What it looks back on: several items of a usual size.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Queue<(long At, long Tokens)> _items = new();
    private readonly long _start = time.GetTimestamp();
    private long _sum;

    /// <summary>Counts an item that is done.</summary>
    public void Add(long tokens)
    {
        lock (_gate)
        {
            _items.Enqueue((time.GetTimestamp(), tokens));
            _sum += tokens;
            Forget();
        }
    }

    /// <summary>The rate; a member younger than a minute is judged by its life.</summary>
    public double PerSecond()
    {
        lock (_gate)
        {
            Forget();
            var seconds = Math.Min(Window.TotalSeconds, time.GetElapsedTime(_start).TotalSeconds);
            return seconds > 0 ? _sum / seconds : 0;
        }
    }

    private void Forget()
    {
        while (_items.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Window)
        {
            _sum -= _items.Dequeue().Tokens;
        }
    }
}
