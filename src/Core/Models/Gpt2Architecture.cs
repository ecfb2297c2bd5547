using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The options of the GPT-2 definition.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="Epsilon">Added to the variance in every norm.</param>
/// <param name="Activation">Non-linearity of the MLP.</param>
/// <param name="AttentionScales">Factor on q·k of every layer.</param>
/// <param name="Tied">Whether the embedding is the head, too.</param>
public sealed record Gpt2Architecture(ModelShape Shape, float Epsilon, Activation Activation, IReadOnlyList<float> AttentionScales, bool Tied)
    : Architecture(Shape)
{
    internal static Gpt2Architecture Read(ModelConfig config)
    {
        var width = config.Integer("n_embd", 1, ConfigFields.MaxWidth);
        var heads = config.Integer("n_head", 1, ConfigFields.MaxHeads);
        if (width % heads != 0)
        {
            throw config.Wrong("n_head", $"is {heads}, but must divide n_embd, {width}");
        }

        var shape = new ModelShape(
            config.ModelType,
            config.Integer("n_layer", 1, ConfigFields.MaxLayers),
            width,
            config.Integer("vocab_size", 1, ConfigFields.MaxVocabulary),
            config.Integer("n_positions", 1, ConfigFields.MaxPositions),
            heads,
            heads,
            width / heads,
            config.Integer("n_inner", 1, 4 * ConfigFields.MaxWidth, 4 * width));
        return new Gpt2Architecture(
            shape,
            ConfigFields.NormEpsilon(config, "layer_norm_epsilon", 1e-5),
            ConfigFields.Activation(config, "activation_function", "gelu_new"),
            Scales(config, shape),
            config.Flag("tie_word_embeddings", true));
    }

    internal override Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint) => new Gpt2Transformer<T>(ops, this, checkpoint);

    private static float[] Scales(ModelConfig config, ModelShape shape)
    {
        var scale = config.Flag("scale_attn_weights", true) ? 1 / Math.Sqrt(shape.HeadDim) : 1;
        var byLayer = config.Flag("scale_attn_by_inverse_layer_idx", false);
        return [.. Enumerable.Range(1, shape.Layers).Select(number => (float)(byLayer ? scale / number : scale))];
    }
}
