using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// GPT-NeoX (Black et al., arXiv 2204.06745), and so Pythia: attention and MLP side by side or one after the other, layer norms
/// with biases, a part of each head turns, and one fused map to q, k and v, head by head.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class GptNeoXTransformer<T> : Transformer<T>
    where T : class, IDisposable
{
    private readonly GptNeoXArchitecture architecture;
    private readonly LinearParameter embedding;
    private readonly LayerBlock[] blocks;
    private readonly LayerNorm<T> finalNorm;
    private readonly LinearParameter head;

    internal GptNeoXTransformer(ITensorOps<T> ops, GptNeoXArchitecture architecture, Checkpoint checkpoint)
        : base(ops, architecture.Shape, checkpoint)
    {
        this.architecture = architecture;

        // Saved without its head, a model's names begin after "gpt_neox.".
        var prefix = checkpoint.Prefix("embed_in.weight", "gpt_neox.", "");
        embedding = Parameters.Linear($"{prefix}embed_in", Shape.Vocabulary, Shape.Width);
        var thirds = FusedRows.HeadByHead(3, Shape.Heads, Shape.HeadDim);
        blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => Declare($"{prefix}layers.{layer}", thirds))];
        finalNorm = DeclareNorm($"{prefix}final_layer_norm");
        head = architecture.Tied ? embedding : Parameters.Linear("embed_out", Shape.Vocabulary, Shape.Width);
        Parameters.Load(ops);
    }

    private protected override T EmbedTokens(TokenBatch batch) => Ops.Embed(embedding.Weight, batch.Ids); // [N, d]

    private protected override T RunBlock(int layer, T resid, AttentionContext<T> context)
    {
        var block = blocks[layer];
        using var middle = Sum(Attend(block, resid, context), resid); // [N, d]
        using var normed = block.MlpNorm.Forward(architecture.Parallel ? resid : middle); // [N, d]
        return Sum(block.Mlp.Forward(normed), middle); // [N, d]
    }

    private protected override KeyValues<T> RunKeys(int layer, T resid, TokenBatch batch)
    {
        var block = blocks[layer];
        using var normed = block.AttentionNorm.Forward(resid); // [N, d]
        return block.Attention.KeysAndValues(normed, batch);
    }

    private protected override T Normalize(T resid) => finalNorm.Forward(resid); // [N, d]

    private protected override T Unembed(T normed, IReadOnlyList<int>? ids) => Project(normed, head.Weight, ids); // [N, V]

    private static T Attend(LayerBlock block, T resid, AttentionContext<T> context)
    {
        using var normed = block.AttentionNorm.Forward(resid); // [N, d]
        return block.Attention.Forward(normed, context); // [N, d]
    }

    private LayerBlock Declare(string name, int[][] thirds)
    {
        var (a, d, m, size) = (architecture, Shape.Width, Shape.MlpWidth, Shape.HeadDim);
        LinearParameter Third(int part) => Parameters.Linear($"{name}.attention.query_key_value", 3 * d, d, a.AttentionBias, outputs: thirds[part]);
        return new LayerBlock(
            DeclareNorm($"{name}.input_layernorm"),
            new SelfAttention<T>(
                Ops,
                Third(0),
                Third(1),
                Third(2),
                Parameters.Linear($"{name}.attention.dense", d, d, a.AttentionBias),
                new AttentionShape(Shape.Heads, Shape.Heads, size, (float)(1 / Math.Sqrt(size))),
                a.Rotary),
            DeclareNorm($"{name}.post_attention_layernorm"),
            new PlainMlp<T>(
                Ops,
                Parameters.Linear($"{name}.mlp.dense_h_to_4h", m, d, bias: true),
                Parameters.Linear($"{name}.mlp.dense_4h_to_h", d, m, bias: true),
                a.Activation));
    }

    private LayerNorm<T> DeclareNorm(string name) =>
        new(Ops, Parameters.Vector($"{name}.weight", Shape.Width), Parameters.Vector($"{name}.bias", Shape.Width), architecture.Epsilon);

    private sealed record LayerBlock(LayerNorm<T> AttentionNorm, SelfAttention<T> Attention, LayerNorm<T> MlpNorm, PlainMlp<T> Mlp);
}
