using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// EleutherAI sparsify's form: a folder with cfg.json and sae.safetensors: encoder.weight [F, d], encoder.bias [F],
/// W_dec [F, d], b_dec [d]; x - b_dec is encoded, relu, then the k largest. Conventions as in sparsify 1.3, whose code
/// stores W_dec as [F, d] already. Transcoders, skip connections and n-gram tables are refused.
/// </summary>
public sealed class SparsifyReader : ISaeReader
{
    /// <summary>Name of the weights' file.</summary>
    public const string FileName = "sae.safetensors";

    /// <inheritdoc/>
    public string Format => "sparsify";

    /// <inheritdoc/>
    public string LooksFor => $"{SaeConfig.FileName} with {FileName}";

    /// <inheritdoc/>
    public bool Recognises(string path) => File.Exists(Path.Combine(FolderOf(path), FileName)) &&
        (Directory.Exists(path) || Path.GetFileName(path) is FileName or SaeConfig.FileName);

    /// <inheritdoc/>
    public SaeFile Read(string path)
    {
        var folder = FolderOf(path);
        var config = SaeConfig.Open(folder);
        foreach (var key in new[] { "transcode", "skip_connection", "embed_skip", "gram_lookup" })
        {
            if (config.Flag(key) == true)
            {
                throw config.Refuse(key, "true", "false: only an autoencoder that reconstructs its input from its features alone can decompose a vector");
            }
        }

        if (config.Text("activation") is { } activation and not "topk")
        {
            throw config.Refuse("activation", $"'{activation}'", "topk");
        }

        var file = SafetensorsFile.Open(Path.Combine(folder, FileName));
        try
        {
            var inputs = config.Number("d_in") ?? throw config.Refuse("d_in", "missing", "the width of the residual stream");
            var latents = config.Number("num_latents") is { } number and > 0 ? number : inputs * (config.Number("expansion_factor") ?? 32);
            var spec = new SaeSpec
            {
                Format = Format,
                Architecture = SaeArchitecture.TopK,
                InputWidth = inputs,
                Features = latents,
                ApplyBDecToInput = true,
                K = config.Number("k") ?? 32,
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

    private static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? string.Empty;
}
