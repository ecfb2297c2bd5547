using System.Security.Cryptography;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Results;

namespace SteerScope.Silo.Sweeps;

/// <inheritdoc cref="IResultReader"/>
internal sealed class ResultReader(SweepShelf shelf, StoreRoot root) : IResultReader
{
    /// <inheritdoc/>
    public IReadOnlyList<ResultFile> Files(SweepSubmission submission)
    {
        root.Require(submission.Out, "out");
        var folder = new SweepFolder(submission.Out);
        if (!File.Exists(Path.Combine(folder.Tables, "_SUCCESS")) || !File.Exists(folder.Report))
        {
            throw new InputException($"{folder.Root} has no results yet; steerscope status says how far the sweep is.");
        }

        return
        [
            .. Directory.EnumerateFiles(folder.Tables, "*", SearchOption.AllDirectories).Append(folder.Report)
                .Select(Inside)
                .Select(file => new ResultFile(Path.GetRelativePath(folder.Root, file).Replace('\\', '/'), new FileInfo(file).Length, DigestOf(file)))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public byte[] Read(SweepSubmission submission, string path, long offset, int count)
    {
        var folder = new SweepFolder(submission.Out);
        var full = Path.GetFullPath(Path.Combine(folder.Root, path));
        if (full != folder.Report && !full.StartsWith(folder.Tables + "/", StringComparison.Ordinal))
        {
            throw new InputException($"'{path}' is no result of {folder.Root}.");
        }

        root.Require(full, "the file");
        using var stream = File.OpenRead(full);
        stream.Position = Math.Min(offset, stream.Length);
        var part = new byte[Math.Min(count, stream.Length - stream.Position)];
        stream.ReadExactly(part);
        return part;
    }

    /// <inheritdoc/>
    public FeatureReading Feature(SweepSubmission submission, FeatureReference reference)
    {
        var shelved = shelf.Get(submission);
        return FeatureReading.Of(shelved.Sweep, shelved.Folder.OpenStore(), reference);
    }

    private string Inside(string file)
    {
        root.Require(file, "a result");
        return file;
    }

    private static string DigestOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
