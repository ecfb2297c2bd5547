using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The options of the Gemma 2 definition, which also covers Gemma 3.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="Epsilon">Added to the mean square in every norm.</param>
/// <param name="Activation">Non-linearity of the gate.</param>
/// <param name="Rotaries">Rotary frequencies of every layer.</param>
/// <param name="SlidingWindows">Sliding window of every layer; 0 sees everything.</param>
/// <param name="AttentionScale">Factor on q·k: 1/sqrt(query_pre_attn_scalar).</param>
/// <param name="AttentionSoftCap">Soft cap of the attention scores; 0 for none.</param>
/// <param name="FinalSoftCap">Soft cap of the logits; 0 for none.</param>
/// <param name="AttentionBias">Whether the attention's maps have biases.</param>
/// <param name="HeadNorms">Whether every head of queries and keys is normed.</param>
/// <param name="Tied">Whether the embedding is the head, too.</param>
/// <param name="Prefixes">What may stand before the names of the text model's tensors, and before its head's.</param>
public sealed record Gemma2Architecture(
    ModelShape Shape,
    float Epsilon,
    Activation Activation,
    IReadOnlyList<RotaryTable> Rotaries,
    IReadOnlyList<int> SlidingWindows,
    float AttentionScale,
    float AttentionSoftCap,
    float FinalSoftCap,
    bool AttentionBias,
    bool HeadNorms,
    bool Tied,
    IReadOnlyList<(string Body, string Head)> Prefixes)
    : Architecture(Shape)
{
    // Saved without its head, a model's names begin after "model.".
    private static readonly (string, string)[] TextPrefixes = [("model.", ""), ("", "")];

    // The second is what transformers writes from version 4.52 on.
    private static readonly (string, string)[] MultimodalPrefixes =
        [("language_model.model.", "language_model."), ("model.language_model.", ""), .. TextPrefixes];

    internal static Gemma2Architecture Gemma2(ModelConfig config)
    {
        var rotary = new RotaryConfig(config);
        var shape = ConfigFields.Shape(config, new SizeDefaults { HeadDim = 256 }, rotary);
        var window = config.Integer("sliding_window", 1, ConfigFields.MaxPositions, config.Mentions("sliding_window") ? 0 : 4096);
        var table = rotary.Table(shape.HeadDim);
        return new Gemma2Architecture(
            shape,
            ConfigFields.NormEpsilon(config, "rms_norm_eps", 1e-6),
            ConfigFields.Activation(config, "hidden_activation", "gelu_pytorch_tanh"),
            [.. Enumerable.Repeat(table, shape.Layers)],
            ConfigFields.SlidingWindows(config, shape.Layers, window, layer => layer % 2 == 0),
            AttentionScaleOf(config),
            SoftCap(config, "attn_logit_softcapping", 50),
            SoftCap(config, "final_logit_softcapping", 30),
            config.Flag("attention_bias", false),
            HeadNorms: false,
            config.Flag("tie_word_embeddings", true),
            TextPrefixes);
    }

    /// <summary>A Gemma 3 of text alone.</summary>
    internal static Gemma2Architecture Gemma3Text(ModelConfig config) => Gemma3Text(config, config.ModelType, tied: true);

    /// <summary>The text model of a Gemma 3 that also sees: its published config.json leaves most sizes to Gemma3TextConfig's defaults.</summary>
    internal static Gemma2Architecture Gemma3(ModelConfig config)
    {
        var text = config.Section("text_config") ?? throw config.Wrong("text_config", "is missing; an object is needed");
        var type = text.ModelType;
        if (type != "gemma3_text")
        {
            throw text.Wrong("model_type", $"is \"{type}\", but must be gemma3_text");
        }

        UnsupportedOptions.Refuse(text);
        return Gemma3Text(text, config.ModelType, config.Flag("tie_word_embeddings", true)) with { Prefixes = MultimodalPrefixes };
    }

    internal override Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint) => new Gemma2Transformer<T>(ops, this, checkpoint);

    private static Gemma2Architecture Gemma3Text(ModelConfig config, string modelType, bool tied)
    {
        const int DefaultPositions = 131_072;
        if (config.Has("attn_logit_softcapping"))
        {
            throw config.Wrong("attn_logit_softcapping", "is set, but Gemma 3 has no soft cap of attention scores and transformers ignores it; it must be null");
        }

        var everywhere = new RotaryConfig(config, new RotaryFields { DefaultTheta = 1e6, LayerType = "full_attention" });
        var nearby = new RotaryConfig(config, new RotaryFields { Theta = "rope_local_base_freq", LayerType = "sliding_attention", Scaled = false });
        var shape = ConfigFields.Shape(config, Gemma3Sizes, everywhere) with { ModelType = modelType };

        // The factor of 8 is part of the length that the file gives, or leaves to the default.
        var positions = config.Integer("max_position_embeddings", 1, ConfigFields.MaxPositions, DefaultPositions);
        shape = shape with { MaxPositions = shape.LimitReason is null ? positions : Math.Min(shape.MaxPositions, positions) };
        var window = config.Integer("sliding_window", 1, ConfigFields.MaxPositions, config.Mentions("sliding_window") ? null : 4096);
        var pattern = config.Integer("sliding_window_pattern", 1, ConfigFields.MaxLayers, 6);
        var windows = ConfigFields.SlidingWindows(config, shape.Layers, window, layer => (layer + 1) % pattern != 0);
        var (far, near) = (everywhere.Table(shape.HeadDim), nearby.Table(shape.HeadDim));
        return new Gemma2Architecture(
            shape,
            ConfigFields.NormEpsilon(config, "rms_norm_eps", 1e-6),
            ConfigFields.Activation(config, "hidden_activation", "gelu_pytorch_tanh"),
            [.. windows.Select(own => own > 0 ? near : far)],
            windows,
            AttentionScaleOf(config),
            AttentionSoftCap: 0,
            SoftCap(config, "final_logit_softcapping", 0),
            config.Flag("attention_bias", false),
            HeadNorms: true,
            config.Flag("tie_word_embeddings", tied),
            TextPrefixes);
    }

    private static SizeDefaults Gemma3Sizes { get; } = new()
    {
        Layers = 26,
        Width = 2304,
        Vocabulary = 262_208,
        Heads = 8,
        KeyValueHeads = 4,
        HeadDim = 256,
        MlpWidth = 9216,
    };

    private static float AttentionScaleOf(ModelConfig config) => (float)(1 / Math.Sqrt(config.Number("query_pre_attn_scalar", 1e-3, 1e9, 256)));

    // Null means no cap; a file that does not mention it means the configuration class's default.
    private static float SoftCap(ModelConfig config, string field, double fallback) =>
        (float)config.Number(field, 1e-3, 1e9, config.Mentions(field) ? 0 : fallback);
}
