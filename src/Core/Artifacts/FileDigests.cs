using System.Security.Cryptography;
using System.Text.Json;

namespace SteerScope.Artifacts;

/// <summary>
/// SHA-256 of input files. Weights are gigabytes, so that a digest is remembered beside the sweep as long as the file's
/// length and time of last change stay the same.
/// </summary>
public sealed class FileDigests
{
    private readonly string _path;
    private readonly SortedDictionary<string, Entry> _entries;

    private FileDigests(string path, SortedDictionary<string, Entry> entries)
    {
        _path = path;
        _entries = entries;
    }

    /// <summary>Opens the memory kept in a file; a missing or unreadable one starts empty, since it only saves time.</summary>
    public static FileDigests Open(string path)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<SortedDictionary<string, Entry>>(File.ReadAllBytes(path));
            return new FileDigests(path, entries ?? []);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return new FileDigests(path, new SortedDictionary<string, Entry>(StringComparer.Ordinal));
        }
    }

    /// <summary>The digest of a file, lower-case hexadecimal.</summary>
    public string Of(string file)
    {
        var info = new FileInfo(Path.GetFullPath(file));
        if (!info.Exists)
        {
            throw new InputException($"{file}: there is no such file.");
        }

        if (_entries.TryGetValue(info.FullName, out var known) && known.Length == info.Length && known.Changed == info.LastWriteTimeUtc.Ticks)
        {
            return known.Sha256;
        }

        using var stream = info.OpenRead();
        var digest = Convert.ToHexStringLower(SHA256.HashData(stream));
        _entries[info.FullName] = new Entry(info.Length, info.LastWriteTimeUtc.Ticks, digest);
        return digest;
    }

    /// <summary>Keeps the digests for the next run.</summary>
    public void Save()
    {
        var staged = _path + ".inprogress";
        File.WriteAllBytes(staged, JsonSerializer.SerializeToUtf8Bytes(_entries));
        File.Move(staged, _path, overwrite: true);
    }

    private sealed record Entry(long Length, long Changed, string Sha256);
}
