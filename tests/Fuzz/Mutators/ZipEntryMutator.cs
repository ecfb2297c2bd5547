using System.IO.Compression;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes the content of one entry of a zip archive and packs it again, so that sizes and checksums are right.</summary>
/// <param name="inner">What changes the content.</param>
internal sealed class ZipEntryMutator(IMutator inner) : IMutator
{
    private const int LargestEntry = 1 << 20;

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        if (Unpack(content) is not { Count: > 0 } entries || entries.Exists(entry => entry.Name.Length == 0))
        {
            return null;
        }

        var at = random.Below(entries.Count);
        var (name, bytes) = entries[at];
        switch (random.Below(12))
        {
            case 0:
                entries.RemoveAt(at);
                break;
            case 1:
                entries.Add((name, bytes));
                break;
            case 2:
                entries[at] = (random.Pick(entries).Name, bytes);
                break;
            case 3:
                entries[at] = (name, random.Pick(entries).Content);
                break;
            case 4:
                entries[at] = (name, [.. bytes, .. new byte[random.Pick([1, 4, 1000, 100_000])]]);
                break;
            default:
                if (inner.Apply(random, bytes, random.Pick(entries).Content) is not { } changed)
                {
                    return null;
                }

                entries[at] = (name, changed);
                break;
        }

        return Pack(random, entries);
    }

    private static List<(string Name, byte[] Content)>? Unpack(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            var entries = new List<(string, byte[])>();
            foreach (var entry in zip.Entries)
            {
                if (entry.Length > LargestEntry)
                {
                    return null;
                }

                using var stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                entries.Add((entry.FullName, bytes.ToArray()));
            }

            return entries;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Pack(FuzzRandom random, List<(string Name, byte[] Content)> entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var deflate = random.OneIn(2);
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name, deflate ? CompressionLevel.Fastest : CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }
}
