namespace SteerScope.Models;

/// <summary>
/// Options that change a model's numbers and that no definition here has. Files of the supported architectures leave them
/// out; one that sets them is something else under a known name, and is refused rather than read half.
/// </summary>
internal static class UnsupportedOptions
{
    private static readonly string[] Options =
    [
        "add_cross_attention", "alibi", "attention_multiplier", "attn_temperature_tuning", "clip_qkv", "is_encoder_decoder",
        "lm_head_bias", "mlp_type", "num_experts", "num_local_experts", "qk_layernorm", "use_bidirectional_attention",
        "use_mrope", "use_qk_norm",
    ];

    /// <summary>Factors that are 1 where they do nothing.</summary>
    private static readonly string[] Factors = ["embedding_multiplier", "logit_scale", "logits_scaling", "residual_multiplier"];

    /// <exception cref="InputException">The file sets one of them.</exception>
    public static void Refuse(ModelConfig config)
    {
        if (config.Section("quantization_config") is { } quantization)
        {
            throw config.Wrong(
                "quantization_config",
                $"says that the weights are quantised ({quantization.Text("quant_method", "no quant_method given")}), but they must be F32, F16, BF16 or F64");
        }

        var set = Options.FirstOrDefault(option => config.Sets(option)) ?? Factors.FirstOrDefault(factor => config.Sets(factor, neutral: 1));
        if (set is not null)
        {
            throw config.Wrong(set, $"is set, but no such option of {config.ModelType} models is supported; without it the numbers would be wrong");
        }
    }
}
