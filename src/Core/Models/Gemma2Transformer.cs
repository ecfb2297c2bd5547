using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Gemma 2 (arXiv 2408.00118; google/gemma_pytorch): Llama's block with a norm before and after each half, gains of 1 + w,
/// embeddings times sqrt(d), soft caps on attention scores and logits, and a sliding window on every other layer. Gemma 3
/// (arXiv 2503.19786) norms every head instead of the caps, and its sliding layers turn by frequencies of their own.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class Gemma2Transformer<T> : Transformer<T>
    where T : class, IDisposable
{
    private readonly Gemma2Architecture architecture;
    private readonly LinearParameter embedding;
    private readonly LayerBlock[] blocks;
    private readonly VectorParameter<T> finalNorm;
    private readonly LinearParameter head;

    internal Gemma2Transformer(ITensorOps<T> ops, Gemma2Architecture architecture, Checkpoint checkpoint)
        : base(ops, architecture.Shape, checkpoint)
    {
        this.architecture = architecture;
        var body = checkpoint.Prefix("embed_tokens.weight", [.. architecture.Prefixes.Select(prefix => prefix.Body)]);
        embedding = Parameters.Linear($"{body}embed_tokens", Shape.Vocabulary, Shape.Width);
        blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => Declare($"{body}layers.{layer}", layer))];
        finalNorm = Parameters.Vector($"{body}norm.weight", Shape.Width);
        var headPrefix = architecture.Prefixes.First(prefix => prefix.Body == body).Head;
        head = architecture.Tied ? embedding : Parameters.Linear($"{headPrefix}lm_head", Shape.Vocabulary, Shape.Width);
        Parameters.Load(ops);
    }

    private protected override T EmbedTokens(TokenBatch batch) =>
        Ops.Embed(embedding.Weight, batch.Ids, MathF.Sqrt(Shape.Width)); // [N, d]

    private protected override T RunBlock(int layer, T resid, AttentionContext<T> context)
    {
        var block = blocks[layer];
        using var middle = Sum(Attend(block, resid, context), resid); // [N, d]
        return Sum(Transform(block, middle), middle); // [N, d]
    }

    private protected override KeyValues<T> RunKeys(int layer, T resid, TokenBatch batch)
    {
        var block = blocks[layer];
        using var normed = Norm(block.BeforeAttention, resid); // [N, d]
        return block.Attention.KeysAndValues(normed, batch);
    }

    private protected override T Normalize(T resid) => Norm(finalNorm, resid); // [N, d]

    private protected override T Unembed(T normed, IReadOnlyList<int>? ids)
    {
        var logits = Project(normed, head.Weight, ids); // [N, V]
        try
        {
            if (architecture.FinalSoftCap > 0)
            {
                Ops.SoftCap(logits, architecture.FinalSoftCap);
            }

            return logits;
        }
        catch
        {
            logits.Dispose();
            throw;
        }
    }

    private T Attend(LayerBlock block, T resid, AttentionContext<T> context)
    {
        using var normed = Norm(block.BeforeAttention, resid); // [N, d]
        using var attended = block.Attention.Forward(normed, context); // [N, d]
        return Norm(block.AfterAttention, attended); // [N, d]
    }

    private T Transform(LayerBlock block, T middle)
    {
        using var normed = Norm(block.BeforeMlp, middle); // [N, d]
        using var transformed = block.Mlp.Forward(normed); // [N, d]
        return Norm(block.AfterMlp, transformed); // [N, d]
    }

    private T Norm(VectorParameter<T> gain, T x) => Ops.RmsNorm(x, gain.Value, architecture.Epsilon, offset: 1);

    private LayerBlock Declare(string name, int layer)
    {
        var a = architecture;
        var (d, q, kv, m) = (Shape.Width, Shape.Heads * Shape.HeadDim, Shape.KeyValueWidth, Shape.MlpWidth);
        var shape = new AttentionShape(
            Shape.Heads, Shape.KeyValueHeads, Shape.HeadDim, a.AttentionScale, a.SlidingWindows[layer], a.AttentionSoftCap);
        var norms = a.HeadNorms
            ? new HeadNorms<T>(
                Parameters.Vector($"{name}.self_attn.q_norm.weight", Shape.HeadDim),
                Parameters.Vector($"{name}.self_attn.k_norm.weight", Shape.HeadDim),
                a.Epsilon,
                Offset: 1)
            : null;
        return new LayerBlock(
            Parameters.Vector($"{name}.input_layernorm.weight", d),
            new SelfAttention<T>(
                Ops,
                Parameters.Linear($"{name}.self_attn.q_proj", q, d, a.AttentionBias),
                Parameters.Linear($"{name}.self_attn.k_proj", kv, d, a.AttentionBias),
                Parameters.Linear($"{name}.self_attn.v_proj", kv, d, a.AttentionBias),
                Parameters.Linear($"{name}.self_attn.o_proj", d, q, a.AttentionBias),
                shape,
                a.Rotaries[layer],
                norms),
            Parameters.Vector($"{name}.post_attention_layernorm.weight", d),
            Parameters.Vector($"{name}.pre_feedforward_layernorm.weight", d),
            new GatedMlp<T>(
                Ops,
                Parameters.Linear($"{name}.mlp.gate_proj", m, d),
                Parameters.Linear($"{name}.mlp.up_proj", m, d),
                Parameters.Linear($"{name}.mlp.down_proj", d, m),
                a.Activation),
            Parameters.Vector($"{name}.post_feedforward_layernorm.weight", d));
    }

    private sealed record LayerBlock(
        VectorParameter<T> BeforeAttention,
        SelfAttention<T> Attention,
        VectorParameter<T> AfterAttention,
        VectorParameter<T> BeforeMlp,
        GatedMlp<T> Mlp,
        VectorParameter<T> AfterMlp);
}
