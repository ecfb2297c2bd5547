using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Enumeration;

namespace SteerScope.Artifacts;

/// <summary>
/// What a store held when it was asked. A stage's folder is listed once, at the first question about it: for the millions of
/// artifacts of a large sweep that takes a fraction of the time of as many single questions, on a network's file system above all.
/// 16 bytes per artifact; several threads may ask.
/// </summary>
public sealed class ArtifactInventory
{
    private const string Ending = ".safetensors";
    private const int DigestDigits = 16;
    private readonly string _artifacts;
    private readonly ConcurrentDictionary<string, Lazy<UInt128[]>> _stages = new(StringComparer.Ordinal);

    internal ArtifactInventory(string artifacts) => _artifacts = artifacts;

    /// <summary>Whether the artifact was committed.</summary>
    public bool Has(ArtifactKey key)
    {
        var files = _stages.GetOrAdd(key.Stage, stage => new Lazy<UInt128[]>(() => List(stage))).Value;
        return files.Length > 0 && Array.BinarySearch(files, Identity(key.Name, key.Digest.AsSpan(0, DigestDigits))) >= 0;
    }

    private UInt128[] List(string stage)
    {
        var folder = Path.Combine(_artifacts, stage);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        UInt128[] files = [.. new FileSystemEnumerable<UInt128>(folder, (ref FileSystemEntry entry) => Identity(entry.FileName))];
        Array.Sort(files);
        return files;
    }

    private static UInt128 Identity(ReadOnlySpan<char> file)
    {
        var border = file.Length - Ending.Length - DigestDigits;
        return border > 1 && file.EndsWith(Ending, StringComparison.Ordinal) && file[border - 1] == '-'
            ? Identity(file[..(border - 1)], file.Slice(border, DigestDigits))
            : UInt128.Zero;
    }

    // Half of it is the file's part of the key's digest, half a hash (FNV-1a) of its name: two artifacts of one digest differ in it.
    private static UInt128 Identity(ReadOnlySpan<char> name, ReadOnlySpan<char> digest)
    {
        if (!ulong.TryParse(digest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var upper))
        {
            return UInt128.Zero;
        }

        var lower = 14695981039346656037UL;
        foreach (var letter in name)
        {
            lower = (lower ^ letter) * 1099511628211UL;
        }

        return new UInt128(upper, lower);
    }
}
