namespace SteerScope.Compute.Cpu.Memory;

/// <summary>A pooled buffer for the time of one operation.</summary>
internal readonly struct Scratch : IDisposable
{
    private readonly TensorPool pool;
    private readonly AlignedBuffer buffer;
    private readonly int length;

    /// <summary>Rents; the values are undefined.</summary>
    public Scratch(TensorPool pool, long length)
    {
        this.pool = pool;
        buffer = pool.Rent(length);
        this.length = (int)length;
    }

    /// <summary>The floats.</summary>
    public Span<float> Span => buffer.Span(length);

    /// <inheritdoc/>
    public void Dispose() => pool.Return(buffer);
}
