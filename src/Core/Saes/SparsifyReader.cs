using System.Text.RegularExpressions;
using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// EleutherAI sparsify's form: a folder with cfg.json and sae.safetensors: encoder.weight [F, d], encoder.bias [F],
/// W_dec [F, d], b_dec [d]; x - b_dec is encoded, relu, then the k largest, or the largest of each of k groups. Conventions
/// as in sparsify 1.3, whose code stores W_dec as [F, d] already. Transcoders, skip connections and signed SAEs are refused.
/// </summary>
public sealed partial class SparsifyReader : ISaeReader
{
    /// <summary>Name of the weights' file.</summary>
    public const string FileName = "sae.safetensors";

    /// <inheritdoc/>
    public string Format => "sparsify";

    /// <inheritdoc/>
    public string LooksFor => $"{SaeConfig.FileName} with {FileName}";

    /// <inheritdoc/>
    public bool Recognises(string path) => SaePath.Recognises(path, FileName);

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => SaePath.FilesOf(path, FileName);

    /// <inheritdoc/>
    public InputException? Refusal(string path)
    {
        var config = SaeConfig.Open(SaePath.FolderOf(path));
        foreach (var key in new[] { "transcode", "skip_connection", "embed_skip", "gram_lookup" })
        {
            if (config.Flag(key) == true)
            {
                return config.Refuse(key, "true", "false: only an autoencoder that reconstructs its input from its features alone can decompose a vector of the residual stream, and a transcoder computes an MLP's output from its input");
            }
        }

        return config.Flag("signed") == true
            ? config.Refuse("signed", "true", "false: features that are active with either sign have no bias that decides whether they are active")
            : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SaeTensorFact> Tensors(string path) => SaePath.Tensors(Path.Combine(SaePath.FolderOf(path), FileName));

    /// <inheritdoc/>
    public SaeFile Read(string path)
    {
        var folder = SaePath.FolderOf(path);
        var config = SaeConfig.Open(folder);
        var architecture = (config.Text("activation") ?? "topk") switch
        {
            "topk" => SaeArchitecture.TopK,
            "groupmax" => SaeArchitecture.GroupMax,
            var activation => throw config.Refuse("activation", $"'{activation}'", "topk or groupmax"),
        };
        var file = SafetensorsFile.Open(Path.Combine(folder, FileName));
        try
        {
            var inputs = config.Number("d_in") ?? throw config.Refuse("d_in", "missing", "the width of the residual stream");
            var latents = config.Number("num_latents") is { } number and > 0 ? number : inputs * (config.Number("expansion_factor") ?? 32);
            var spec = new SaeSpec
            {
                Format = Format,
                Architecture = architecture,
                InputWidth = inputs,
                Features = latents,
                ApplyBDecToInput = true,
                K = config.Number("k") ?? 32,
                HookName = HookOf(folder),
            };
            var weights = new SaeWeights(
                file.Tensor("encoder.weight"), WeightLayout.OutputsByInputs, file.Tensor("encoder.bias"), file.Tensor("W_dec"), file.Tensor("b_dec"));
            return new SaeFile(file.Path, spec, weights, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // sparsify names the folder after the module whose output it was trained on.
    private static string? HookOf(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var match = Module().Match(name);
        return match.Success ? match.Groups[2].Length == 0 ? $"blocks.{match.Groups[1].Value}.hook_resid_post" : name : null;
    }

    [GeneratedRegex(@"\A(?:layers|h)\.([0-9]{1,3})((?:\.[a-z_]+)*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Module();
}
