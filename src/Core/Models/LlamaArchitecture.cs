using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The options of the Llama definition, which also covers Mistral, Qwen2, Qwen3, Phi-3 and the first Gemma.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="Epsilon">Added to the mean square in every norm.</param>
/// <param name="Activation">Non-linearity of the gate.</param>
/// <param name="Rotary">Rotary frequencies.</param>
/// <param name="SlidingWindows">Sliding window of every layer; 0 sees everything.</param>
/// <param name="Tied">Whether the embedding is the head, too.</param>
public sealed record LlamaArchitecture(
    ModelShape Shape,
    float Epsilon,
    Activation Activation,
    RotaryTable Rotary,
    IReadOnlyList<int> SlidingWindows,
    bool Tied)
    : Architecture(Shape)
{
    /// <summary>Whether q_proj, k_proj and v_proj have biases.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether o_proj has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Whether the MLP's maps have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Whether every head of queries and keys is normed.</summary>
    public bool HeadNorms { get; init; }

    /// <summary>Whether the file fuses q, k and v into qkv_proj, and gate and up into gate_up_proj.</summary>
    public bool Fused { get; init; }

    /// <summary>Added to the gains of the norms.</summary>
    public float GainOffset { get; init; }

    /// <summary>Factor on the embeddings.</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>Llama 1 to 3 (model_type llama).</summary>
    internal static LlamaArchitecture Llama(ModelConfig config)
    {
        var attentionBias = config.Flag("attention_bias", false);
        return Read(config, new SizeDefaults { Ungrouped = true }) with
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
        return Read(config, new SizeDefaults(), window, _ => window > 0);
    }

    /// <summary>Qwen2: biases on q, k and v.</summary>
    internal static LlamaArchitecture Qwen2(ModelConfig config) => Qwen(config, new SizeDefaults()) with { QueryKeyValueBias = true };

    /// <summary>Qwen3: norms of every head instead of biases, and heads of 128 unless head_dim says otherwise (Qwen3Config).</summary>
    internal static LlamaArchitecture Qwen3(ModelConfig config)
    {
        var attentionBias = config.Flag("attention_bias", false);
        return Qwen(config, new SizeDefaults { HeadDim = 128 }) with
        {
            HeadNorms = true,
            QueryKeyValueBias = attentionBias,
            OutputBias = attentionBias,
        };
    }

    /// <summary>Phi-3: fused maps, part of each head turns (in Phi-4 mini), and scaling only by longrope, first named su or yarn.</summary>
    internal static LlamaArchitecture Phi3(ModelConfig config)
    {
        foreach (var option in new[] { "attention_bias", "mlp_bias" })
        {
            if (config.Flag(option, false))
            {
                throw config.Wrong(option, "is true, but phi3 models have no such biases");
            }
        }

        var window = config.Integer("sliding_window", 1, ConfigFields.MaxPositions, 0);
        var rotary = new RotaryFields { Fraction = "partial_rotary_factor", LongRopeAliases = true };
        return Read(config, new SizeDefaults { Ungrouped = true }, window, _ => window > 0, rotary, epsilon: 1e-5) with { Fused = true };
    }

    /// <summary>The first Gemma: gains of 1 + w, embeddings times sqrt(d), heads of 256 unless head_dim says otherwise (GemmaConfig).</summary>
    internal static LlamaArchitecture Gemma(ModelConfig config)
    {
        var attentionBias = config.Flag("attention_bias", false);
        var llama = Read(config, new SizeDefaults { HeadDim = 256 }, activation: GemmaActivation, tied: true);
        return llama with
        {
            GainOffset = 1,
            EmbeddingScale = MathF.Sqrt(llama.Shape.Width),
            QueryKeyValueBias = attentionBias,
            OutputBias = attentionBias,
        };
    }

    internal override Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint) => new LlamaTransformer<T>(ops, this, checkpoint);

    /// <summary>A sliding window on the layers from max_window_layers on, only if use_sliding_window.</summary>
    private static LlamaArchitecture Qwen(ModelConfig config, SizeDefaults defaults)
    {
        var slides = config.Flag("use_sliding_window", false);
        var window = slides ? config.Integer("sliding_window", 1, ConfigFields.MaxPositions, config.Mentions("sliding_window") ? 0 : 4096) : 0;
        var first = slides ? config.Integer("max_window_layers", 0, ConfigFields.MaxLayers, 28) : 0;
        return Read(config, defaults, window, layer => layer >= first);
    }

    /// <summary>
    /// hidden_activation, as Gemma 2 has it. Without it, hidden_act: the first files say "gelu" there and mean the tanh form
    /// (huggingface/transformers, PR 29402), and of anything else different versions of that library make different models.
    /// </summary>
    private static Activation GemmaActivation(ModelConfig config)
    {
        const string Field = "hidden_activation";
        if (config.Has(Field))
        {
            return ConfigFields.Activation(config, Field, "gelu_pytorch_tanh");
        }

        var name = config.Text("hidden_act", "gelu_pytorch_tanh");
        return name is "gelu" or "gelu_pytorch_tanh"
            ? Activation.GeluTanh
            : throw config.Wrong("hidden_act", $"is \"{name}\", which counts in some versions of transformers and not in others; {Field} should say what is meant");
    }

    private static LlamaArchitecture Read(
        ModelConfig config,
        SizeDefaults defaults,
        int window = 0,
        Func<int, bool>? slides = null,
        RotaryFields? rotaryFields = null,
        double epsilon = 1e-6,
        Func<ModelConfig, Activation>? activation = null,
        bool tied = false)
    {
        var rotary = new RotaryConfig(config, rotaryFields);
        var shape = ConfigFields.Shape(config, defaults, rotary);
        return new LlamaArchitecture(
            shape,
            ConfigFields.NormEpsilon(config, "rms_norm_eps", epsilon),
            activation?.Invoke(config) ?? ConfigFields.Activation(config, "hidden_act", "silu"),
            rotary.Table(shape.HeadDim),
            ConfigFields.SlidingWindows(config, shape.Layers, window, slides ?? (_ => false)),
            config.Flag("tie_word_embeddings", tied));
    }
}
