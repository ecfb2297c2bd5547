using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The options of the Llama definition, which also covers Mistral and Qwen2.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="Epsilon">Added to the mean square in every norm.</param>
/// <param name="Activation">Non-linearity of the gate.</param>
/// <param name="Rotary">Rotary frequencies.</param>
/// <param name="SlidingWindows">Sliding window of every layer; 0 sees everything.</param>
/// <param name="Tied">Whether the embedding is the head, too.</param>
/// <param name="QueryKeyValueBias">Whether q_proj, k_proj and v_proj have biases.</param>
/// <param name="OutputBias">Whether o_proj has a bias.</param>
/// <param name="MlpBias">Whether the MLP's maps have biases.</param>
public sealed record LlamaArchitecture(
    ModelShape Shape,
    float Epsilon,
    Activation Activation,
    RotaryTable Rotary,
    IReadOnlyList<int> SlidingWindows,
    bool Tied,
    bool QueryKeyValueBias,
    bool OutputBias,
    bool MlpBias)
    : Architecture(Shape)
{
    /// <summary>Llama 1 to 3 (model_type llama).</summary>
    internal static LlamaArchitecture Llama(ModelConfig config)
    {
        var attentionBias = config.Flag("attention_bias", false);
        return Read(config, groupedHeadsGiven: false, window: 0, slides: _ => false) with
        {
            QueryKeyValueBias = attentionBias,
            OutputBias = attentionBias,
            MlpBias = config.Flag("mlp_bias", false),
        };
    }

    /// <summary>Mistral: a sliding window on every layer unless it is null; a file that does not mention it means 4096 (MistralConfig).</summary>
    internal static LlamaArchitecture Mistral(ModelConfig config)
    {
        var window = config.Integer("sliding_window", 1, ConfigFields.MaxPositions, config.Mentions("sliding_window") ? 0 : 4096);
        return Read(config, groupedHeadsGiven: true, window, _ => window > 0);
    }

    /// <summary>Qwen2: biases on q, k and v, and a sliding window on the layers from max_window_layers on, only if use_sliding_window.</summary>
    internal static LlamaArchitecture Qwen2(ModelConfig config)
    {
        var slides = config.Flag("use_sliding_window", false);
        var window = slides ? config.Integer("sliding_window", 1, ConfigFields.MaxPositions, config.Mentions("sliding_window") ? 0 : 4096) : 0;
        var first = slides ? config.Integer("max_window_layers", 0, ConfigFields.MaxLayers, 28) : 0;
        return Read(config, groupedHeadsGiven: true, window, layer => layer >= first) with { QueryKeyValueBias = true };
    }

    internal override Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint) => new LlamaTransformer<T>(ops, this, checkpoint);

    private static LlamaArchitecture Read(ModelConfig config, bool groupedHeadsGiven, int window, Func<int, bool> slides)
    {
        var shape = ConfigFields.Shape(config, groupedHeadsGiven, RotaryFrequencies.MaxPositions(config));
        return new LlamaArchitecture(
            shape,
            ConfigFields.NormEpsilon(config, "rms_norm_eps", 1e-6),
            ConfigFields.Activation(config, "hidden_act", "silu"),
            RotaryFrequencies.Table(config, shape.HeadDim),
            ConfigFields.SlidingWindows(config, shape.Layers, window, slides),
            config.Flag("tie_word_embeddings", false),
            QueryKeyValueBias: false,
            OutputBias: false,
            MlpBias: false);
    }
}
