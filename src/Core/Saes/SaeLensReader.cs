using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// SAELens' own form: a folder with cfg.json and sae_weights.safetensors, of version 6 and of older ones
/// (activation_fn_str, boolean normalize_activations, no architecture, factors per feature; see
/// <see cref="SaeLensConfig"/>). Conventions as in SAELens 6.18, and 5.11 for what 6 no longer reads.
/// </summary>
public sealed class SaeLensReader : ISaeReader
{
    /// <summary>Name of the weights' file.</summary>
    public const string FileName = "sae_weights.safetensors";

    /// <inheritdoc/>
    public string Format => SaeLensConfig.Format;

    /// <inheritdoc/>
    public string LooksFor => $"{SaeConfig.FileName} with {FileName}";

    /// <inheritdoc/>
    public bool Recognises(string path) => SaePath.Recognises(path, FileName);

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => SaePath.FilesOf(path, FileName);

    /// <inheritdoc/>
    public InputException? Refusal(string path) => SaeLensConfig.Refusal(SaeConfig.Open(SaePath.FolderOf(path)));

    /// <inheritdoc/>
    public IReadOnlyList<SaeTensorFact> Tensors(string path) => SaePath.Tensors(Path.Combine(SaePath.FolderOf(path), FileName));

    /// <inheritdoc/>
    public SaeFile Read(string path)
    {
        var folder = SaePath.FolderOf(path);
        var config = SaeConfig.Open(folder);
        var architecture = SaeLensConfig.ArchitectureOf(config);
        var file = SafetensorsFile.Open(Path.Combine(folder, FileName));
        try
        {
            var encoder = file.Tensor("W_enc");
            var scale = ScaleOf(file, config);
            var weights = architecture == SaeArchitecture.Gated
                ? new SaeWeights(
                    encoder, WeightLayout.InputsByOutputs, null, file.Tensor("W_dec"), file.Tensor("b_dec"),
                    GateBias: file.Tensor("b_gate"), MagnitudeBias: file.Tensor("b_mag"), MagnitudeScale: file.Tensor("r_mag"), DecoderScale: scale)
                : new SaeWeights(
                    encoder, WeightLayout.InputsByOutputs, file.Tensor("b_enc"), file.Tensor("W_dec"), file.Tensor("b_dec"),
                    architecture == SaeArchitecture.JumpRelu ? ThresholdOf(file, config, encoder) : null, DecoderScale: scale);
            var spec = SaeLensConfig.SpecOf(config, architecture, encoder);
            return new SaeFile(file.Path, scale is null ? spec : spec with { Note = $"{spec.Note} {scale.Name} is multiplied into W_dec.".TrimStart() }, weights, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // What is trained by a threshold on the batch has one number for all features, which SAELens writes out per feature when
    // it saves the SAE for use; the training SAEs of 4.1 to 4.3.2 were saved with the logarithm that they had learned.
    private static StoredTensor ThresholdOf(SafetensorsFile file, SaeConfig config, StoredTensor encoder)
    {
        var features = encoder.Shape.Count == 2 ? encoder.Shape[1] : 0;
        if (SaeLensConfig.TrainedAs(config) is { } name)
        {
            var threshold = file.Tensor("topk_threshold");
            return threshold.Count == 1 && threshold.Type.IsFloating()
                ? ComputedTensor.Of("topk_threshold", file.Path, [.. Enumerable.Repeat(threshold.ToFloats()[0], features)], features)
                : throw new InputException($"{file.Path}: 'topk_threshold' of a {name} SAE is {threshold.Type} [{string.Join(", ", threshold.Shape)}], and must be one floating-point number.");
        }

        return !file.TryGet("threshold", out _) && file.TryGet("log_threshold", out var logarithm) && logarithm.Type.IsFloating()
            ? ComputedTensor.Of("log_threshold", file.Path, [.. logarithm.ToFloats().Select(MathF.Exp)], logarithm.Shape)
            : file.Tensor("threshold");
    }

    // Up to version 5 a factor per feature could be trained on top, which multiplied activations before they were decoded.
    // One that is 1 everywhere was saved with every SAE for a time, whatever the configuration said of it; version 2 did not
    // ask the configuration at all.
    private static StoredTensor? ScaleOf(SafetensorsFile file, SaeConfig config)
    {
        if (!file.TryGet("scaling_factor", out var factor) && !file.TryGet("finetuning_scaling_factor", out factor))
        {
            return null;
        }

        if (factor.Type.IsFloating() && factor.ToDoubles().All(value => Math.Abs(value - 1) <= 1e-5))
        {
            return null;
        }

        return config.Flag("finetuning_scaling_factor") ?? true
            ? factor
            : throw config.Refuse("finetuning_scaling_factor", $"false although '{factor.Name}' of {file.Path} is not 1 everywhere", "true, or the factor 1");
    }
}
