using System.Runtime.InteropServices;

namespace SteerScope.Files;

/// <summary>Native memory, which unlike an array may exceed 2 GiB.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private byte* start;

    public NativeBuffer(long length)
    {
        Length = length;
        start = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));
        GC.AddMemoryPressure(Math.Max(1, length));
    }

    ~NativeBuffer() => Free();

    public long Length { get; }

    public Span<byte> Bytes(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        if (offset < 0 || count < 0 || offset > Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{count} bytes from there leave a buffer of {Length}.");
        }

        return new Span<byte>(start + offset, count);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (start is not null)
        {
            NativeMemory.Free(start);
            start = null;
            GC.RemoveMemoryPressure(Math.Max(1, Length));
        }
    }
}
