using System.Security.Cryptography;
using System.Text.Json;

namespace SteerScope.Artifacts;

/// <summary>
/// SHA-256 of input files. Weights are gigabytes, so that a digest is remembered beside the sweep as long as the file's
/// length and time of last change stay the same.
/// </summary>
public sealed class FileDigests
{
    // A file that changed just now may change again within the file system's tick of time, unseen.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private FileDigests(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    /// <summary>Opens the memory kept in a file; what is missing or unreadable in it is forgotten, since it only saves time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock that tells which files changed just now; the system's when left out.</param>
    public static FileDigests Open(string path, TimeProvider? time = null)
    {
        var digests = new FileDigests(path, time ?? TimeProvider.System);
        try
        {
            foreach (var (file, entry) in JsonSerializer.Deserialize<Dictionary<string, Entry?>>(File.ReadAllBytes(path)) ?? [])
            {
                if (entry is { Sha256.Length: SHA256.HashSizeInBytes * 2 } && entry.Sha256.All(char.IsAsciiHexDigitLower))
                {
                    digests._entries[file] = entry;
                }
            }
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            digests._entries.Clear();
        }

        return digests;
    }

    /// <summary>Whether a file is the one whose digest an earlier run took: what was checked of it then need not be checked again.</summary>
    public bool Remembers(string file)
    {
        var info = new FileInfo(Path.GetFullPath(file));
        return info.Exists && _entries.TryGetValue(info.FullName, out var known) && known.Length == info.Length && known.Changed == info.LastWriteTimeUtc.Ticks;
    }

    /// <summary>The digest of a file, lower-case hexadecimal.</summary>
    /// <exception cref="InputException">There is no such file.</exception>
    public string Of(string file)
    {
        var info = new FileInfo(Path.GetFullPath(file));
        if (!info.Exists)
        {
            throw new InputException($"{file}: there is no such file.");
        }

        var (length, changed) = (info.Length, info.LastWriteTimeUtc);
        if (_entries.TryGetValue(info.FullName, out var known) && known.Length == length && known.Changed == changed.Ticks)
        {
            return known.Sha256;
        }

        var begun = _time.GetUtcNow().UtcDateTime;
        using var stream = info.OpenRead();
        var digest = Convert.ToHexStringLower(SHA256.HashData(stream));
        info.Refresh();
        _entries.Remove(info.FullName);
        if (begun - changed >= Settled && info.Length == length && info.LastWriteTimeUtc == changed)
        {
            _entries.Add(info.FullName, new Entry(length, changed.Ticks, digest));
        }

        return digest;
    }

    /// <summary>Keeps the digests for the next run.</summary>
    /// <exception cref="IOException">The disk is full or gone; nothing is left behind.</exception>
    public void Save()
    {
        var staged = _path + ".inprogress";
        try
        {
            File.WriteAllBytes(staged, JsonSerializer.SerializeToUtf8Bytes(_entries));
            File.Move(staged, _path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(staged);
            throw;
        }
    }

    private sealed record Entry(long Length, long Changed, string Sha256);
}
