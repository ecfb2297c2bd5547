using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The options of the GPT-NeoX definition.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="Epsilon">Added to the variance in every norm.</param>
/// <param name="Activation">Non-linearity of the MLP.</param>
/// <param name="Rotary">Rotary frequencies of the part of each head that turns.</param>
/// <param name="Parallel">Whether attention and MLP both read resid_pre, or the MLP what the attention has added to.</param>
/// <param name="AttentionBias">Whether the attention's maps have biases.</param>
/// <param name="Tied">Whether the embedding is the head, too.</param>
public sealed record GptNeoXArchitecture(
    ModelShape Shape, float Epsilon, Activation Activation, RotaryTable Rotary, bool Parallel, bool AttentionBias, bool Tied)
    : Architecture(Shape)
{
    internal static GptNeoXArchitecture Read(ModelConfig config)
    {
        var rotary = new RotaryConfig(config, new RotaryFields { Theta = "rotary_emb_base", Fraction = "rotary_pct", DefaultFraction = 0.25 });
        var shape = ConfigFields.Shape(config, new SizeDefaults { Ungrouped = true }, rotary);
        if (shape.KeyValueHeads != shape.Heads || shape.Heads * shape.HeadDim != shape.Width)
        {
            throw config.Wrong("num_attention_heads", $"is {shape.Heads}, but gpt_neox models have as many key heads, which together are hidden_size, {shape.Width}, wide");
        }

        return new GptNeoXArchitecture(
            shape,
            ConfigFields.NormEpsilon(config, "layer_norm_eps", 1e-5),
            ConfigFields.Activation(config, "hidden_act", "gelu"),
            rotary.Table(shape.HeadDim),
            config.Flag("use_parallel_residual", true),
            config.Flag("attention_bias", true),
            config.Flag("tie_word_embeddings", false));
    }

    internal override Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint) => new GptNeoXTransformer<T>(ops, this, checkpoint);
}
