namespace SteerScope.Files;

/// <summary>An npz archive's file, mapped.</summary>
internal sealed class NpzMap : IDisposable
{
    private readonly MappedBytes bytes;

    private NpzMap(string path, MappedBytes bytes)
    {
        Path = path;
        this.bytes = bytes;
    }

    public string Path { get; }

    public long Length => bytes.Length;

    /// <exception cref="InputException">The file is missing, empty or cannot be read.</exception>
    public static NpzMap Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length == 0)
            {
                stream.Dispose();
                throw new InputException($"{path} is empty, and must be an npz archive.");
            }

            return new NpzMap(path, new MappedBytes(stream, stream.Length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read as an npz archive: {exception.Message}", exception);
        }
    }

    public ReadOnlySpan<byte> Bytes(long offset, int count) => bytes.Slice(offset, count);

    public Stream Stream(long offset, long count) => bytes.Stream(offset, count);

    public void Dispose() => bytes.Dispose();
}
