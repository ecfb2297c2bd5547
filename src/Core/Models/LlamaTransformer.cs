using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Llama (Touvron et al., arXiv 2302.13971): pre-norm blocks of rotary grouped attention and a gated MLP, RMS norms. Mistral
/// adds sliding windows, Qwen2 biases.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class LlamaTransformer<T> : Transformer<T>
    where T : class, IDisposable
{
    private readonly float epsilon;
    private readonly LinearParameter embedding;
    private readonly LayerBlock[] blocks;
    private readonly VectorParameter<T> finalNorm;
    private readonly LinearParameter head;

    internal LlamaTransformer(ITensorOps<T> ops, LlamaArchitecture architecture, Checkpoint checkpoint)
        : base(ops, architecture.Shape, checkpoint)
    {
        epsilon = architecture.Epsilon;
        embedding = Parameters.Linear("model.embed_tokens", Shape.Vocabulary, Shape.Width);
        blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => Declare(architecture, layer))];
        finalNorm = Parameters.Vector("model.norm.weight", Shape.Width);
        head = architecture.Tied ? embedding : Parameters.Linear("lm_head", Shape.Vocabulary, Shape.Width);
        Parameters.Load(ops);
    }

    private protected override T EmbedTokens(TokenBatch batch) => Ops.Embed(embedding.Weight, batch.Ids); // [N, d]

    private protected override T RunBlock(int layer, T resid, AttentionContext<T> context)
    {
        var block = blocks[layer];
        using var middle = Sum(Attend(block, resid, context), resid); // [N, d]
        using var normed = Ops.RmsNorm(middle, block.MlpNorm.Value, epsilon); // [N, d]
        return Sum(block.Mlp.Forward(normed), middle); // [N, d]
    }

    private protected override T Normalize(T resid) => Ops.RmsNorm(resid, finalNorm.Value, epsilon); // [N, d]

    private protected override T Unembed(T normed, IReadOnlyList<int>? ids) => Project(normed, head.Weight, ids); // [N, V]

    private T Attend(LayerBlock block, T resid, AttentionContext<T> context)
    {
        using var normed = Ops.RmsNorm(resid, block.AttentionNorm.Value, epsilon); // [N, d]
        return block.Attention.Forward(normed, context); // [N, d]
    }

    private LayerBlock Declare(LlamaArchitecture a, int layer)
    {
        var (d, q, kv, m) = (Shape.Width, Shape.Heads * Shape.HeadDim, Shape.KeyValueWidth, Shape.MlpWidth);
        var name = $"model.layers.{layer}";
        var shape = new AttentionShape(
            Shape.Heads, Shape.KeyValueHeads, Shape.HeadDim, (float)(1 / Math.Sqrt(Shape.HeadDim)), a.SlidingWindows[layer]);
        return new LayerBlock(
            Parameters.Vector($"{name}.input_layernorm.weight", d),
            new SelfAttention<T>(
                Ops,
                Parameters.Linear($"{name}.self_attn.q_proj", q, d, a.QueryKeyValueBias),
                Parameters.Linear($"{name}.self_attn.k_proj", kv, d, a.QueryKeyValueBias),
                Parameters.Linear($"{name}.self_attn.v_proj", kv, d, a.QueryKeyValueBias),
                Parameters.Linear($"{name}.self_attn.o_proj", d, q, a.OutputBias),
                shape,
                a.Rotary),
            Parameters.Vector($"{name}.post_attention_layernorm.weight", d),
            new GatedMlp<T>(
                Ops,
                Parameters.Linear($"{name}.mlp.gate_proj", m, d, a.MlpBias),
                Parameters.Linear($"{name}.mlp.up_proj", m, d, a.MlpBias),
                Parameters.Linear($"{name}.mlp.down_proj", d, m, a.MlpBias),
                a.Activation));
    }

    private sealed record LayerBlock(VectorParameter<T> AttentionNorm, SelfAttention<T> Attention, VectorParameter<T> MlpNorm, GatedMlp<T> Mlp);
}
