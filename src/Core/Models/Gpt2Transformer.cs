using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// GPT-2 (Radford et al., 2019): learned positions, layer norms with biases, one fused map to q, k and v, a plain MLP. Its
/// linear maps are stored [inputs, outputs] (Conv1D).
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class Gpt2Transformer<T> : Transformer<T>
    where T : class, IDisposable
{
    private readonly float epsilon;
    private readonly LinearParameter tokens;
    private readonly LinearParameter positions;
    private readonly LayerBlock[] blocks;
    private readonly LayerNorm<T> finalNorm;
    private readonly LinearParameter head;

    internal Gpt2Transformer(ITensorOps<T> ops, Gpt2Architecture architecture, Checkpoint checkpoint)
        : base(ops, architecture.Shape, checkpoint)
    {
        // Saved from GPT2LMHeadModel the names begin with "transformer.", on the hub and from GPT2Model they do not.
        var prefix = checkpoint.Prefix("wte.weight", "", "transformer.");
        epsilon = architecture.Epsilon;
        tokens = Parameters.Linear($"{prefix}wte", Shape.Vocabulary, Shape.Width);
        positions = Parameters.Linear($"{prefix}wpe", Shape.MaxPositions, Shape.Width);
        var thirds = FusedRows.OneByOne(Shape.Width, Shape.Width, Shape.Width);
        blocks = [.. Enumerable.Range(0, Shape.Layers).Select(layer => Declare(architecture, $"{prefix}h.{layer}", layer, thirds))];
        finalNorm = DeclareNorm($"{prefix}ln_f");
        head = architecture.Tied ? tokens : Parameters.Linear("lm_head", Shape.Vocabulary, Shape.Width);
        Parameters.Load(ops);
    }

    private protected override T EmbedTokens(TokenBatch batch)
    {
        using var placed = Ops.Embed(positions.Weight, batch.Positions); // [N, d]
        return Sum(Ops.Embed(tokens.Weight, batch.Ids), placed); // [N, d]
    }

    private protected override T RunBlock(int layer, T resid, AttentionContext<T> context)
    {
        var block = blocks[layer];
        using var middle = Sum(Attend(block, resid, context), resid); // [N, d]
        using var normed = block.MlpNorm.Forward(middle); // [N, d]
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

    private LayerBlock Declare(Gpt2Architecture a, string name, int layer, int[][] thirds)
    {
        var (d, m) = (Shape.Width, Shape.MlpWidth);
        LinearParameter Third(int part) => Conv($"{name}.attn.c_attn", 3 * d, d, thirds[part]);
        return new LayerBlock(
            DeclareNorm($"{name}.ln_1"),
            new SelfAttention<T>(
                Ops,
                Third(0),
                Third(1),
                Third(2),
                Conv($"{name}.attn.c_proj", d, d),
                new AttentionShape(Shape.Heads, Shape.Heads, Shape.HeadDim, a.AttentionScales[layer]),
                rotary: null),
            DeclareNorm($"{name}.ln_2"),
            new PlainMlp<T>(Ops, Conv($"{name}.mlp.c_fc", m, d), Conv($"{name}.mlp.c_proj", d, m), a.Activation));
    }

    private LinearParameter Conv(string name, int stored, int inputs, int[]? outputs = null) =>
        Parameters.Linear(name, stored, inputs, bias: true, WeightLayout.InputsByOutputs, outputs);

    private LayerNorm<T> DeclareNorm(string name) =>
        new(Ops, Parameters.Vector($"{name}.weight", Shape.Width), Parameters.Vector($"{name}.bias", Shape.Width), epsilon);

    private sealed record LayerBlock(LayerNorm<T> AttentionNorm, SelfAttention<T> Attention, LayerNorm<T> MlpNorm, PlainMlp<T> Mlp);
}
