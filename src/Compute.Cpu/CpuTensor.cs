using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu;

/// <summary>
/// A row-major float32 matrix on pooled, 64-byte-aligned memory. Dispose gives the memory back; any use after that throws
/// <see cref="ObjectDisposedException"/>. Made by <see cref="CpuOps"/>.
/// </summary>
public sealed class CpuTensor : IDisposable
{
    private readonly TensorPool pool;
    private readonly int rows;
    private readonly int columns;
    private AlignedBuffer? buffer;

    internal CpuTensor(TensorPool pool, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        this.pool = pool;
        this.rows = rows;
        this.columns = columns;
        buffer = pool.Rent((long)rows * columns);
    }

    /// <summary>Number of rows.</summary>
    public int Rows
    {
        get
        {
            ObjectDisposedException.ThrowIf(buffer is null, this);
            return rows;
        }
    }

    /// <summary>Number of columns.</summary>
    public int Columns
    {
        get
        {
            ObjectDisposedException.ThrowIf(buffer is null, this);
            return columns;
        }
    }

    /// <summary>The values, row after row. Not to be kept beyond <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<float> Values => Span;

    internal Span<float> Span
    {
        get
        {
            var live = buffer;
            ObjectDisposedException.ThrowIf(live is null, this);
            return live.Span(rows * columns);
        }
    }

    internal string Shape => $"[{rows}, {columns}]";

    /// <inheritdoc/>
    public void Dispose()
    {
        var returned = Interlocked.Exchange(ref buffer, null);
        if (returned is not null)
        {
            pool.Return(returned);
        }
    }

    internal Span<float> Row(int row) => Span.Slice(row * columns, columns);
}
