using System.IO.MemoryMappedFiles;

namespace SteerScope.Files;

/// <summary>A read-only memory map of a whole file.</summary>
internal sealed unsafe class NpzMap : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private bool disposed;

    private NpzMap(string path, MemoryMappedFile file, long length)
    {
        Path = path;
        Length = length;
        this.file = file;
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="InputException">The file is missing, empty or cannot be read.</exception>
    public static NpzMap Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var length = stream.Length;
            if (length == 0)
            {
                stream.Dispose();
                throw new InputException($"{path} is empty, and must be an npz archive.");
            }

            var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            return new NpzMap(path, file, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read as an npz archive: {exception.Message}", exception);
        }
    }

    /// <summary>Bytes of the file; the caller has checked nothing, the range is checked here.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (offset < 0 || count < 0 || offset > Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{count} bytes from there leave a file of {Length} bytes.");
        }

        return new ReadOnlySpan<byte>(start + offset, count);
    }

    /// <summary>A stream over a range of the file.</summary>
    public Stream Stream(long offset, long count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - count);
        return new UnmanagedMemoryStream(start + offset, count);
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
