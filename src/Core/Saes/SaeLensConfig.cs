using System.Globalization;
using SteerScope.Compute;

namespace SteerScope.Saes;

/// <summary>What a cfg.json of SAELens says, of any version.</summary>
internal static class SaeLensConfig
{
    public const string Format = "saelens";

    private const string Transcoder =
        "standard, jumprelu, topk, batchtopk or gated: a transcoder computes another hook's activations from its input, so that it cannot decompose a vector of the residual stream";

    private const string Architectures = "standard, jumprelu, topk, batchtopk, matryoshka_batchtopk or gated";

    /// <summary>Why an SAE of this configuration is not used; null when it is.</summary>
    public static InputException? Refusal(SaeConfig config) => (config.Text("architecture") ?? "standard") switch
    {
        "standard" or "jumprelu" or "topk" or "gated" or "batchtopk" or "matryoshka_batchtopk" => null,
        var name when name.EndsWith("transcoder", StringComparison.Ordinal) => config.Refuse("architecture", $"'{name}'", Transcoder),
        "temporal" => config.Refuse("architecture", "'temporal'", $"{Architectures}: a temporal SAE reads the tokens before a vector too, and a steering vector has none"),
        "matching_pursuit" => config.Refuse("architecture", "'matching_pursuit'", $"{Architectures}: a matching pursuit SAE has no encoder whose bias could be looked at"),
        var name => config.Refuse("architecture", $"'{name}'", Architectures),
    };

    /// <summary>How pre-activations become activations.</summary>
    public static SaeArchitecture ArchitectureOf(SaeConfig config)
    {
        var activation = config.Text("activation_fn_str") ?? config.Text("activation_fn") ?? "relu";
        var name = config.Text("architecture") ?? "standard";
        if (activation is not ("relu" or "topk") || (activation == "topk" && name is not ("standard" or "topk")))
        {
            throw config.Refuse("activation_fn_str", $"'{activation}'", name is "standard" or "topk" ? "relu or topk" : $"relu for the architecture {name}");
        }

        return name switch
        {
            "standard" => activation == "topk" ? SaeArchitecture.TopK : SaeArchitecture.Standard,
            "topk" => SaeArchitecture.TopK,
            "gated" => SaeArchitecture.Gated,
            _ => SaeArchitecture.JumpRelu,
        };
    }

    /// <summary>The training architecture of a checkpoint that is used as a JumpReLU SAE; null for what is used as it is.</summary>
    public static string? TrainedAs(SaeConfig config) => config.Text("architecture") is "batchtopk" or "matryoshka_batchtopk" ? config.Text("architecture") : null;

    public static SaeSpec SpecOf(SaeConfig config, SaeArchitecture architecture, StoredTensor encoder)
    {
        var (normalisation, note) = NormalisationOf(config);
        var (inputs, features) = encoder.Shape.Count == 2 ? (encoder.Shape[0], encoder.Shape[1]) : (0, 0);
        var trained = TrainedAs(config);
        return new SaeSpec
        {
            Format = Format,
            Architecture = architecture,
            InputWidth = config.Number("d_in") ?? inputs,
            Features = config.Number("d_sae") ?? features,
            ApplyBDecToInput = config.Flag("apply_b_dec_to_input") ?? true,
            Normalisation = normalisation,
            K = architecture == SaeArchitecture.TopK ? config.Number("k") ?? config.Section("activation_fn_kwargs").Number("k") ?? 0 : 0,
            UnitDecoder = config.Flag("rescale_acts_by_decoder_norm") ?? trained is not null,
            HookName = HookOf(config),
            TrainedAs = trained,
            Note = note,
        };
    }

    // Up to version 2 a hook was a template of its layer.
    private static string? HookOf(SaeConfig config) =>
        (config.Section("metadata").Text("hook_name") ?? config.Text("hook_name") ?? config.Text("hook_point"))?
            .Replace("{layer}", config.Number("hook_point_layer")?.ToString(CultureInfo.InvariantCulture) ?? "{layer}", StringComparison.Ordinal);

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
}
