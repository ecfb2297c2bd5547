namespace SteerScope.Tables.Parquet;

/// <summary>
/// A file whose asynchronous methods are done when they return. Parquet.Net is asynchronous only and awaits nothing but its
/// stream and memory, so that on this stream its tasks are complete at once: nobody waits for a thread or a scheduler that the
/// caller might be blocking (an Orleans grain's, for one).
/// </summary>
internal sealed class SynchronousStream(string path) : Stream
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);

    public override bool CanRead => false;

    /// <summary>True, because Parquet.Net asks a seekable stream for its position instead of counting itself.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException("Tables are written from beginning to end.");
    }

    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _file.Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _file.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Parquet.Net flushes before every page; the buffer is written when it is full.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Tables are written, not read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Tables are written from beginning to end.");

    public override void SetLength(long value) => throw new NotSupportedException("Tables are written from beginning to end.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
