using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>The options of the Gemma 2 definition.</summary>
/// <param name="Shape">The sizes.</param>
/// <param name="Epsilon">Added to the mean square in every norm.</param>
/// <param name="Activation">Non-linearity of the gate.</param>
/// <param name="Rotary">Rotary frequencies.</param>
/// <param name="SlidingWindows">Sliding window of every layer; 0 sees everything.</param>
/// <param name="AttentionScale">Factor on q·k: 1/sqrt(query_pre_attn_scalar).</param>
/// <param name="AttentionSoftCap">Soft cap of the attention scores; 0 for none.</param>
/// <param name="FinalSoftCap">Soft cap of the logits; 0 for none.</param>
/// <param name="AttentionBias">Whether the attention's maps have biases.</param>
/// <param name="Tied">Whether the embedding is the head, too.</param>
public sealed record Gemma2Architecture(
    ModelShape Shape,
    float Epsilon,
    Activation Activation,
    RotaryTable Rotary,
    IReadOnlyList<int> SlidingWindows,
    float AttentionScale,
    float AttentionSoftCap,
    float FinalSoftCap,
    bool AttentionBias,
    bool Tied)
    : Architecture(Shape)
{
    internal static Gemma2Architecture Read(ModelConfig config)
    {
        var shape = ConfigFields.Shape(config, groupedHeadsGiven: true, RotaryFrequencies.MaxPositions(config));
        var window = config.Integer("sliding_window", 1, ConfigFields.MaxPositions, config.Mentions("sliding_window") ? 0 : 4096);
        return new Gemma2Architecture(
            shape,
            ConfigFields.NormEpsilon(config, "rms_norm_eps", 1e-6),
            ConfigFields.Activation(config, "hidden_activation", "gelu_pytorch_tanh"),
            RotaryFrequencies.Table(config, shape.HeadDim),
            ConfigFields.SlidingWindows(config, shape.Layers, window, layer => layer % 2 == 0),
            (float)(1 / Math.Sqrt(config.Number("query_pre_attn_scalar", 1e-3, 1e9, 256))),
            SoftCap(config, "attn_logit_softcapping", 50),
            SoftCap(config, "final_logit_softcapping", 30),
            config.Flag("attention_bias", false),
            config.Flag("tie_word_embeddings", true));
    }

    internal override Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint) => new Gemma2Transformer<T>(ops, this, checkpoint);

    // Null means no cap; a file that does not mention it means Gemma2Config's default.
    private static float SoftCap(ModelConfig config, string field, double fallback) =>
        (float)config.Number(field, 1e-3, 1e9, config.Mentions(field) ? 0 : fallback);
}
