using System.Numerics;

namespace SteerScope.Compute.Cpu.Memory;

/// <summary>
/// Keeps returned buffers for the next tensor of about the same size: a transformer asks for the same few shapes at every layer.
/// Sizes are rounded up to quarters of powers of two, so at most a fifth is wasted. Safe for use by several threads.
/// </summary>
/// <param name="retainedLimit">Bytes that may wait here for reuse; what comes back beyond is left to the garbage collector.</param>
internal sealed class TensorPool(long retainedLimit)
{
    private const int Smallest = 1024;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Stack<AlignedBuffer>> free = [];
    private long retained;
    private bool closed;

    /// <summary>Bytes waiting for reuse.</summary>
    public long RetainedBytes
    {
        get
        {
            lock (gate)
            {
                return retained;
            }
        }
    }

    /// <summary>A buffer of at least <paramref name="length"/> floats with undefined values.</summary>
    public AlignedBuffer Rent(long length)
    {
        var capacity = RoundUp(length);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(CpuOps));
            if (free.TryGetValue(capacity, out var stack) && stack.TryPop(out var buffer))
            {
                retained -= (long)capacity * sizeof(float);
                return buffer;
            }
        }

        return new AlignedBuffer(capacity);
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(AlignedBuffer buffer)
    {
        var bytes = (long)buffer.Capacity * sizeof(float);
        lock (gate)
        {
            if (closed || retained + bytes > retainedLimit)
            {
                return;
            }

            if (!free.TryGetValue(buffer.Capacity, out var stack))
            {
                free.Add(buffer.Capacity, stack = new Stack<AlignedBuffer>());
            }

            stack.Push(buffer);
            retained += bytes;
        }
    }

    /// <summary>Forgets all buffers; what is still rented stays usable.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            free.Clear();
            retained = 0;
        }
    }

    private static int RoundUp(long length)
    {
        if (length > Array.MaxLength - Smallest)
        {
            throw new ArgumentException($"A tensor of {length} values is more than the {Array.MaxLength} that the managed provider holds in one; use smaller batches.", nameof(length));
        }

        if (length <= Smallest)
        {
            return Smallest;
        }

        var step = 1L << (BitOperations.Log2((ulong)(length - 1)) - 2);
        return (int)Math.Min((length + step - 1) / step * step, Array.MaxLength - Smallest);
    }
}
