using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The fields of config.json that several architectures share, with the ranges beyond which a file is absurd.</summary>
internal static class ConfigFields
{
    public const int MaxLayers = 4096;
    public const int MaxHeads = 4096;
    public const int MaxWidth = 1 << 20;
    public const int MaxVocabulary = 1 << 24;
    public const int MaxPositions = 1 << 28;

    /// <summary>The sizes under the names that all but GPT-2 use.</summary>
    public static ModelShape Shape(ModelConfig config, SizeDefaults defaults, RotaryConfig rotary)
    {
        var width = config.Integer("hidden_size", 1, MaxWidth, defaults.Width);
        var heads = config.Integer("num_attention_heads", 1, MaxHeads, defaults.Heads);
        var keyValueHeads = config.Integer("num_key_value_heads", 1, heads, defaults.Ungrouped ? heads : defaults.KeyValueHeads);
        if (heads % keyValueHeads != 0)
        {
            throw config.Wrong("num_key_value_heads", $"is {keyValueHeads}, but must divide num_attention_heads, {heads}");
        }

        return new ModelShape(
            config.ModelType,
            config.Integer("num_hidden_layers", 1, MaxLayers, defaults.Layers),
            width,
            config.Integer("vocab_size", 1, MaxVocabulary, defaults.Vocabulary),
            rotary.MaxPositions,
            heads,
            keyValueHeads,
            HeadDim(config, width, heads, defaults.HeadDim),
            config.Integer("intermediate_size", 1, MaxWidth, defaults.MlpWidth))
        {
            LimitReason = rotary.LimitReason,
        };
    }

    public static float NormEpsilon(ModelConfig config, string field, double fallback) => (float)config.Number(field, 1e-30, 1, fallback);

    public static Activation Activation(ModelConfig config, string field, string fallback)
    {
        var name = config.Text(field, fallback);
        return name switch
        {
            "silu" or "swish" => Compute.Activation.Silu,
            "gelu" => Compute.Activation.Gelu,
            "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Compute.Activation.GeluTanh,
            "relu" => Compute.Activation.Relu,
            _ => throw config.Wrong(field, $"is \"{name}\", but must be silu, gelu, gelu_new, gelu_pytorch_tanh, gelu_fast or relu"),
        };
    }

    /// <summary>
    /// Sliding window of every layer (0: none): what <c>layer_types</c> says, where newer files have it, else
    /// <paramref name="slides"/>.
    /// </summary>
    public static int[] SlidingWindows(ModelConfig config, int layers, int window, Func<int, bool> slides)
    {
        var types = config.Texts("layer_types");
        if (types is not null && types.Count != layers)
        {
            throw config.Wrong("layer_types", $"has {types.Count} entries, but there are {layers} layers");
        }

        return [.. Enumerable.Range(0, layers).Select(layer => (types?[layer]) switch
        {
            null => slides(layer) ? window : 0,
            "full_attention" => 0,
            "sliding_attention" when window > 0 => window,
            "sliding_attention" => throw config.Wrong("layer_types", "holds sliding_attention, but there is no sliding_window"),
            var other => throw config.Wrong("layer_types", $"holds \"{other}\", but only full_attention and sliding_attention are supported"),
        })];
    }

    private static int HeadDim(ModelConfig config, int width, int heads, int? fallback)
    {
        if (!config.Has("head_dim") && fallback is null && width % heads != 0)
        {
            throw config.Wrong("num_attention_heads", $"is {heads}, but must divide hidden_size, {width}, where there is no head_dim");
        }

        return config.Integer("head_dim", 1, MaxWidth / heads, fallback ?? (width / heads));
    }
}
