using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SteerScope.Files;

/// <summary>
/// Numbers that lie in a temporary file and not in memory, where they would take more the more there are. The file has no name
/// any more once it is open: the system frees it with the process, however that ends. One thread writes at a time; several may
/// read what was flushed.
/// </summary>
internal sealed class ScratchFile : IDisposable
{
    private const int WriteBuffer = 1 << 16;

    private readonly FileStream _file;
    private readonly SafeFileHandle _handle;
    private readonly string _what;

    /// <summary>Opens one.</summary>
    /// <param name="what">Whose ids it is for, as an error names them: <c>the corpus</c>.</param>
    /// <exception cref="InputException">There is no room for it.</exception>
    public ScratchFile(string what)
    {
        _what = what;
        FileStream? file = null;
        Writing(() => file = Open());
        _file = file!;

        // Asking the stream for its handle writes what the stream holds back: a reader must not do that while another thread writes.
        _handle = _file.SafeFileHandle;
    }

    /// <summary>Writes numbers at the end.</summary>
    /// <returns>Where they begin, for <see cref="Read"/>.</returns>
    /// <exception cref="InputException">There is no room for them.</exception>
    public long Append(int[] numbers)
    {
        var offset = _file.Position;
        Writing(() => _file.Write(MemoryMarshal.AsBytes(numbers.AsSpan())));
        return offset;
    }

    /// <summary>Makes what was appended readable.</summary>
    /// <exception cref="InputException">There is no room for it.</exception>
    public void Flush() => Writing(_file.Flush);

    /// <summary>Reads numbers.</summary>
    /// <param name="numbers">Filled with them.</param>
    /// <param name="offset">Where they begin, in bytes.</param>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public void Read(Span<int> numbers, long offset)
    {
        var bytes = MemoryMarshal.AsBytes(numbers);
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"Ids of {_what} are missing from their temporary file.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, WriteBuffer);
        File.Delete(path);
        return file;
    }

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{Path.GetTempPath()}: the ids of {_what} cannot be kept there ({e.Message.TrimEnd('.')}); TMPDIR should name a folder with room for 4 bytes per token.", e);
        }
    }
}
