using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Llama (Touvron et al., arXiv 2302.13971): pre-norm blocks of rotary grouped attention and a gated MLP, RMS norms. Mistral
/// adds sliding windows, Qwen2 biases, Qwen3 norms of every head, Phi-3 (arXiv 2404.14219) fuses maps in its files, and the
/// first Gemma (arXiv 2403.08295) has gains of 1 + w and embeddings times sqrt(d).
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class LlamaTransformer<T> : Transformer<T>
    where T : class, IDisposable
{
    private readonly LlamaArchitecture architecture;
    private readonly LinearParameter embedding;
    private readonly LayerBlock[] blocks;
    private readonly VectorParameter<T> finalNorm;
    private readonly LinearParameter head;

    internal LlamaTransformer(ITensorOps<T> ops, LlamaArchitecture architecture, Checkpoint checkpoint)
        : base(ops, architecture.Shape, checkpoint)
    {
        this.architecture = architecture;

        // Saved without its head, a model's names begin after "model.".
        var prefix = checkpoint.Prefix("embed_tokens.weight", "model.", "");
        embedding = Parameters.Linear($"{prefix}embed_tokens", Shape.Vocabulary, Shape.Width);
        var qkv = FusedRows.OneByOne(Shape.Heads * Shape.HeadDim, Shape.KeyValueWidth, Shape.KeyValueWidth);
        var gateUp = FusedRows.OneByOne(Shape.MlpWidth, Shape.MlpWidth);
        blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => Declare($"{prefix}layers.{layer}", layer, qkv, gateUp))];
        finalNorm = Parameters.Vector($"{prefix}norm.weight", Shape.Width);
        head = architecture.Tied ? embedding : Parameters.Linear("lm_head", Shape.Vocabulary, Shape.Width);
        Parameters.Load(ops);
    }

    private protected override T EmbedTokens(TokenBatch batch) => Ops.Embed(embedding.Weight, batch.Ids, architecture.EmbeddingScale); // [N, d]

    private protected override T RunBlock(int layer, T resid, AttentionContext<T> context)
    {
        var block = blocks[layer];
        using var middle = Sum(Attend(block, resid, context), resid); // [N, d]
        using var normed = Norm(block.MlpNorm, middle); // [N, d]
        return Sum(block.Mlp.Forward(normed), middle); // [N, d]
    }

    private protected override KeyValues<T> RunKeys(int layer, T resid, TokenBatch batch)
    {
        var block = blocks[layer];
        using var normed = Norm(block.AttentionNorm, resid); // [N, d]
        return block.Attention.KeysAndValues(normed, batch);
    }

    private protected override T Normalize(T resid) => Norm(finalNorm, resid); // [N, d]

    private protected override T Unembed(T normed, IReadOnlyList<int>? ids) => Project(normed, head.Weight, ids); // [N, V]

    private T Attend(LayerBlock block, T resid, AttentionContext<T> context)
    {
        using var normed = Norm(block.AttentionNorm, resid); // [N, d]
        return block.Attention.Forward(normed, context); // [N, d]
    }

    private T Norm(VectorParameter<T> gain, T x) => Ops.RmsNorm(x, gain.Value, architecture.Epsilon, architecture.GainOffset);

    private LayerBlock Declare(string name, int layer, int[][] qkvRows, int[][] gateUpRows)
    {
        var (a, d, q, m) = (architecture, Shape.Width, Shape.Heads * Shape.HeadDim, Shape.MlpWidth);
        var attention = new AttentionShape(
            Shape.Heads, Shape.KeyValueHeads, Shape.HeadDim, (float)(1 / Math.Sqrt(Shape.HeadDim)), a.SlidingWindows[layer]);
        var qkv = Maps($"{name}.self_attn", "qkv_proj", qkvRows, a.QueryKeyValueBias, "q_proj", "k_proj", "v_proj");
        var gateUp = Maps($"{name}.mlp", "gate_up_proj", gateUpRows, a.MlpBias, "gate_proj", "up_proj");
        var norms = a.HeadNorms
            ? new HeadNorms<T>(
                Parameters.Vector($"{name}.self_attn.q_norm.weight", Shape.HeadDim),
                Parameters.Vector($"{name}.self_attn.k_norm.weight", Shape.HeadDim),
                a.Epsilon,
                a.GainOffset)
            : null;
        return new LayerBlock(
            Parameters.Vector($"{name}.input_layernorm.weight", d),
            new SelfAttention<T>(
                Ops, qkv[0], qkv[1], qkv[2], Parameters.Linear($"{name}.self_attn.o_proj", d, q, a.OutputBias), attention, a.Rotary, norms),
            Parameters.Vector($"{name}.post_attention_layernorm.weight", d),
            new GatedMlp<T>(Ops, gateUp[0], gateUp[1], Parameters.Linear($"{name}.mlp.down_proj", d, m, a.MlpBias), a.Activation));
    }

    /// <summary>Maps of the residual stream, each under its own name or all fused in that order under one.</summary>
    private LinearParameter[] Maps(string name, string fused, int[][] rows, bool bias, params string[] maps) => architecture.Fused
        ? [.. rows.Select(own => Parameters.Linear($"{name}.{fused}", rows.Sum(all => all.Length), Shape.Width, bias, outputs: own))]
        : [.. maps.Select((map, i) => Parameters.Linear($"{name}.{map}", rows[i].Length, Shape.Width, bias))];

    private sealed record LayerBlock(VectorParameter<T> AttentionNorm, SelfAttention<T> Attention, VectorParameter<T> MlpNorm, GatedMlp<T> Mlp);
}
