using System.Security.Cryptography;
using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>The files below a folder, to compare two states or two folders.</summary>
internal static class Snapshot
{
    /// <summary>Relative path to SHA-256.</summary>
    public static SortedDictionary<string, string> Contents(string folder) => Of(folder, file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));

    /// <summary>Relative path to time of last change and length: what a file that is written again does not keep.</summary>
    public static SortedDictionary<string, string> Stamps(string folder) => Of(folder, file => $"{File.GetLastWriteTimeUtc(file).Ticks} {new FileInfo(file).Length}");

    /// <summary>Every file of the earlier state is still there and untouched.</summary>
    public static void AssertKept(SortedDictionary<string, string> before, SortedDictionary<string, string> after)
    {
        foreach (var (path, stamp) in before)
        {
            Assert.True(after.TryGetValue(path, out var now), $"{path} is gone");
            Assert.True(stamp == now, $"{path} was written again");
        }
    }

    private static SortedDictionary<string, string> Of(string folder, Func<string, string> value)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                files.Add(Path.GetRelativePath(folder, file), value(file));
            }
        }

        return files;
    }
}
