using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// SAELens' own form: a folder with cfg.json and sae_weights.safetensors, of version 6 and, as far as SAELens 6 still reads
/// them, older ones (activation_fn_str, boolean normalize_activations, no architecture). Conventions as in SAELens 6.18.
/// </summary>
public sealed class SaeLensReader : ISaeReader
{
    /// <summary>Name of the weights' file.</summary>
    public const string FileName = "sae_weights.safetensors";

    /// <inheritdoc/>
    public string Format => "saelens";

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
        var architecture = ArchitectureOf(config);
        var file = SafetensorsFile.Open(Path.Combine(folder, FileName));
        try
        {
            RefuseScaling(file, config);
            var encoder = file.Tensor("W_enc");
            var weights = architecture == SaeArchitecture.Gated
                ? new SaeWeights(
                    encoder, WeightLayout.InputsByOutputs, null, file.Tensor("W_dec"), file.Tensor("b_dec"),
                    GateBias: file.Tensor("b_gate"), MagnitudeBias: file.Tensor("b_mag"), MagnitudeScale: file.Tensor("r_mag"))
                : new SaeWeights(
                    encoder, WeightLayout.InputsByOutputs, file.Tensor("b_enc"), file.Tensor("W_dec"), file.Tensor("b_dec"),
                    architecture == SaeArchitecture.JumpRelu ? file.Tensor("threshold") : null);
            return new SaeFile(file.Path, SpecOf(config, architecture, encoder), weights, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? string.Empty;

    private static SaeArchitecture ArchitectureOf(SaeConfig config)
    {
        var activation = config.Text("activation_fn_str") ?? config.Text("activation_fn") ?? "relu";
        if (activation is not ("relu" or "topk"))
        {
            throw config.Refuse("activation_fn_str", $"'{activation}'", "relu or topk");
        }

        var name = config.Text("architecture") ?? "standard";
        return name switch
        {
            "standard" => activation == "topk" ? SaeArchitecture.TopK : SaeArchitecture.Standard,
            "jumprelu" => SaeArchitecture.JumpRelu,
            "topk" => SaeArchitecture.TopK,
            "gated" => SaeArchitecture.Gated,
            _ => throw config.Refuse("architecture", $"'{name}'", "standard, jumprelu, topk or gated"),
        };
    }

    private SaeSpec SpecOf(SaeConfig config, SaeArchitecture architecture, StoredTensor encoder)
    {
        if (config.Text("reshape_activations") is { } reshape and not "none")
        {
            throw config.Refuse("reshape_activations", $"'{reshape}'", "none, since the residual stream has no heads");
        }

        var normalise = NormalisationOf(config);
        var (inputs, features) = encoder.Shape.Count == 2 ? (encoder.Shape[0], encoder.Shape[1]) : (0, 0);
        return new SaeSpec
        {
            Format = Format,
            Architecture = architecture,
            InputWidth = config.Number("d_in") ?? inputs,
            Features = config.Number("d_sae") ?? features,
            ApplyBDecToInput = config.Flag("apply_b_dec_to_input") ?? true,
            Normalisation = normalise.Normalisation,
            K = config.Number("k") ?? config.Section("activation_fn_kwargs").Number("k") ?? 0,
            RescaleByDecoderNorm = config.Flag("rescale_acts_by_decoder_norm") ?? false,
            HookName = config.Section("metadata").Text("hook_name") ?? config.Text("hook_name"),
            Note = normalise.Note,
        };
    }

    // A boolean is the oldest form: true meant what is now called expected_average_only_in.
    private static (SaeNormalisation Normalisation, string? Note) NormalisationOf(SaeConfig config)
    {
        var name = config.IsFlag("normalize_activations")
            ? config.Flag("normalize_activations") == true ? "expected_average_only_in" : "none"
            : config.Text("normalize_activations") ?? "none";
        return name switch
        {
            "none" => (SaeNormalisation.None, null),
            "constant_norm_rescale" => (SaeNormalisation.ConstantNormRescale, null),
            "layer_norm" => (SaeNormalisation.LayerNorm, null),
            "expected_average_only_in" => (SaeNormalisation.None, "normalize_activations is expected_average_only_in, which SAELens does not apply when it loads an SAE: the factor must have been folded into the weights."),
            _ => throw config.Refuse("normalize_activations", $"'{name}'", "none, expected_average_only_in, constant_norm_rescale or layer_norm"),
        };
    }

    // Before version 6 a factor per feature could be trained on top; version 6 ignores it, which would be another SAE.
    private static void RefuseScaling(SafetensorsFile file, SaeConfig config)
    {
        foreach (var name in new[] { "scaling_factor", "finetuning_scaling_factor" })
        {
            if (file.TryGet(name, out var factor) && !(factor.Type.IsFloating() && factor.ToFloats().All(value => value == 1)))
            {
                throw config.Refuse("finetuning_scaling_factor", $"true and '{name}' of {file.Path} is not 1 everywhere", "folded into W_dec");
            }
        }
    }
}
