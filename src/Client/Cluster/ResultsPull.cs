using System.Security.Cryptography;
using SteerScope.Grains;
using SteerScope.Grains.Messages;

namespace SteerScope.Client.Cluster;

/// <summary>Copies result files, whole or not at all: a file takes its place when its digest is right.</summary>
internal static class ResultsPull
{
    /// <summary>Copies what is not there yet.</summary>
    /// <returns>Files copied, and files that were there.</returns>
    /// <exception cref="InputException">There is nothing to copy, or what arrived is damaged.</exception>
    public static async Task<(int Copied, int Kept)> RunAsync(IResultsGrain results, string target, CancellationToken cancellation)
    {
        var (copied, kept) = (0, 0);

        // The sign that all is there comes last.
        foreach (var file in (await results.Files()).OrderBy(f => f.Path.EndsWith("_SUCCESS", StringComparison.Ordinal)))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = Inside(target, file.Path);
            if (File.Exists(path) && await DigestAsync(path, cancellation) == file.Sha256)
            {
                kept++;
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var staged = path + ".inprogress";
            await CopyAsync(results, file, staged, cancellation);
            File.Move(staged, path, overwrite: true);
            copied++;
        }

        return (copied, kept);
    }

    private static async Task CopyAsync(IResultsGrain results, ResultFile file, string staged, CancellationToken cancellation)
    {
        await using (var stream = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            while (stream.Length < file.Bytes)
            {
                var part = await results.Read(file.Path, stream.Length, MessageLimits.Chunk);
                if (part.Length == 0)
                {
                    break;
                }

                await stream.WriteAsync(part, cancellation);
            }
        }

        if (await DigestAsync(staged, cancellation) != file.Sha256)
        {
            File.Delete(staged);
            throw new InputException($"{file.Path} changed while it was copied; pull again when the sweep has ended.");
        }
    }

    private static string Inside(string target, string path)
    {
        var full = Path.GetFullPath(Path.Combine(target, path));
        return full.StartsWith(Path.GetFullPath(target) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new InputException($"the cluster named a file '{path}', which leads out of {target}; it is not trusted.");
    }

    private static async Task<string> DigestAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
