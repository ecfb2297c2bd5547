namespace SteerScope.Files;

/// <summary>A zip archive's file, mapped.</summary>
internal sealed class ZipMap : IDisposable
{
    private readonly MappedBytes bytes;

    private ZipMap(string path, string kind, MappedBytes bytes)
    {
        Path = path;
        Kind = kind;
        this.bytes = bytes;
    }

    public string Path { get; }

    /// <summary>What the file is meant to be, for errors: <c>npz archive</c>.</summary>
    public string Kind { get; }

    /// <summary>Whether a checksum of 0 says that none was computed, as in files that torch.save wrote without.</summary>
    public bool ChecksumsMayBeMissing { get; init; }

    public long Length => bytes.Length;

    /// <exception cref="InputException">The file is missing, empty or cannot be read.</exception>
    public static ZipMap Open(string path, string kind, bool checksumsMayBeMissing = false)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length == 0)
            {
                stream.Dispose();
                throw new InputException($"{path} is empty, and must be a whole {kind}.");
            }

            return new ZipMap(path, kind, new MappedBytes(stream, stream.Length)) { ChecksumsMayBeMissing = checksumsMayBeMissing };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    public ReadOnlySpan<byte> Bytes(long offset, int count) => bytes.Slice(offset, count);

    public Stream Stream(long offset, long count) => bytes.Stream(offset, count);

    public void Dispose() => bytes.Dispose();
}
