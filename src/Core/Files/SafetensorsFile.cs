using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>
/// A safetensors file, memory-mapped: an 8-byte little-endian header length, a JSON header, then the tensors' bytes.
/// The header is checked in full when the file is opened; tensors of types that this program does not compute with
/// (unsigned 16 to 64 bits, 8-bit floats and smaller, complex) may be there, and only asking for one is an error.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header accepted, in bytes: the limit of the reference reader.</summary>
    public const int MaxHeaderLength = 100_000_000;

    private const int LengthBytes = 8;

    private readonly MappedBytes bytes;
    private readonly long dataOffset;
    private readonly Dictionary<string, SafetensorsEntry> entries;

    private SafetensorsFile(string path, MappedBytes bytes, long dataOffset, SafetensorsHeader header)
    {
        Path = path;
        this.bytes = bytes;
        this.dataOffset = dataOffset;
        Metadata = header.Metadata;
        Entries = header.Entries;
        Names = [.. header.Entries.Select(entry => entry.Name)];
        entries = header.Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The file as it was asked for.</summary>
    public string Path { get; }

    /// <summary>The free strings of the header (<c>__metadata__</c>); empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Names of all tensors, in the order of their data.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the header says of each tensor, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is cut short or is not a valid safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var mapped = Map(path);
        try
        {
            var headerLength = ReadHeaderLength(mapped, path);
            var dataOffset = LengthBytes + headerLength;
            var json = mapped.Slice(LengthBytes, headerLength).ToArray();
            return new SafetensorsFile(path, mapped, dataOffset, SafetensorsHeader.Parse(json, mapped.Length - dataOffset, path));
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>A tensor that must be there.</summary>
    /// <exception cref="InputException">There is no such tensor, or its type is not one that this program reads.</exception>
    public StoredTensor Tensor(string name) =>
        TryGet(name, out var tensor) ? tensor : throw new InputException($"{Path}: there is no tensor \"{name}\".");

    /// <summary>A tensor if the file has it.</summary>
    /// <exception cref="InputException">The tensor is there, but its type is not one that this program reads.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        tensor = null;
        if (!entries.TryGetValue(name, out var entry))
        {
            return false;
        }

        var type = SafetensorsTypes.Readable(entry.Type)
            ?? throw new InputException($"{Path}: tensor \"{name}\" is of type {entry.Type}, which SteerScope does not read.");
        tensor = new SafetensorsTensor(entry, type, bytes, dataOffset, Path);
        return true;
    }

    /// <summary>Unmaps the file; its tensors cannot be read any more.</summary>
    public void Dispose() => bytes.Dispose();

    private static MappedBytes Map(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            var length = stream.Length;
            if (length < LengthBytes)
            {
                throw new InputException($"{path}: {length} bytes are too few for a safetensors file.");
            }

            return new MappedBytes(stream, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stream?.Dispose();
            throw new InputException(Unreadable(path, exception), exception);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    private static string Unreadable(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path}: there is no such file.",
        _ when Directory.Exists(path) => $"{path}: this is a folder, not a safetensors file.",
        UnauthorizedAccessException => $"{path}: reading this file is not allowed.",
        _ => $"{path}: the file cannot be read ({exception.Message.TrimEnd('.')}).",
    };

    private static int ReadHeaderLength(MappedBytes mapped, string path)
    {
        var prefix = mapped.Slice(0, LengthBytes);
        if (prefix.SequenceEqual("version "u8))
        {
            throw new InputException($"{path}: this is a Git LFS pointer, not the tensors; fetch them with `git lfs pull`.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderLength)
        {
            throw new InputException(
                $"{path}: this is not a safetensors file, or a damaged one: it claims a header of {length} bytes, and {MaxHeaderLength} is the limit.");
        }

        if ((long)length > mapped.Length - LengthBytes)
        {
            throw new InputException(
                $"{path}: the header should be {length} bytes long, but only {mapped.Length - LengthBytes} follow; the file is cut short.");
        }

        return (int)length;
    }
}
