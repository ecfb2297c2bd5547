using System.Security.Cryptography;
using SteerScope.Artifacts;
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
    public FeatureReading Feature(SweepSubmission submission, string behaviour, int layer, string sae, int feature)
    {
        var shelved = shelf.Get(submission);
        var sweep = shelved.Sweep;
        var b = sweep.Behaviours.Index().Where(x => x.Item.Name == behaviour).Select(x => x.Index).DefaultIfEmpty(-1).First();
        var s = sweep.Saes.Index().Where(x => x.Item.Name == sae && x.Item.Layer == layer).Select(x => x.Index).DefaultIfEmpty(-1).First();
        if (b < 0 || s < 0)
        {
            throw new InputException($"the sweep has no behaviour '{behaviour}' with an SAE '{sae}' at layer {layer}.");
        }

        try
        {
            var features = new SweepArtifacts(sweep, shelved.Folder.OpenStore()).Decomposition(b, s).Features;
            return feature >= 0 && feature < features.Count
                ? Reading(features[feature])
                : throw new InputException($"feature is {feature}; it should be from 0 to {features.Count - 1}.");
        }
        catch (ArtifactException e)
        {
            throw new InputException($"'{behaviour}' is not decomposed at layer {layer} yet; steerscope status says how far the sweep is.", e);
        }
    }

    private static FeatureReading Reading(SteerScope.Decomposition.FeatureStatistics f) => new(
        f.Feature,
        new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["mean_matching"] = f.MeanMatching,
            ["mean_not_matching"] = f.MeanNotMatching,
            ["vector_on_encoder"] = f.VectorOnEncoder,
            ["vector_on_decoder"] = f.VectorOnDecoder,
            ["activation_on_vector"] = f.ActivationOnVector,
            ["b_enc"] = f.EncoderBias,
        },
        SnakeCase.Of(f.Role));

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
