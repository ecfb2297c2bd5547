using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Attends block by block with explicit float32 products and a softmax; must run inside a dispose scope.</summary>
internal sealed class PaddedAttention(KeyRows batch, KeyRows? cache, AttentionShape shape)
{
    private readonly int repeats = shape.Heads / shape.KeyValueHeads;
    private KeyRows? both;

    /// <summary>q [N, Heads * HeadDim] -> [N, Heads * HeadDim].</summary>
    public Tensor Run(Tensor q, AttentionPlan plan)
    {
        var result = torch.empty_like(q);
        foreach (var block in plan.Blocks)
        {
            using var scope = torch.NewDisposeScope();
            var rows = Attend(q, block); // [G * M * L, H * D]
            block.Targets.Put(result, block.Results?.Of(rows) ?? rows);
        }

        return result;
    }

    private Tensor Attend(Tensor q, AttentionBlock block)
    {
        var (groups, members, length, context) = block.Size;
        var (heads, width) = (shape.KeyValueHeads, shape.HeadDim);
        var (own, before) = (Own(block), context > 0 ? Before(block) : null);
        var queries = block.Rows.Of(q).mul(shape.Scale)
            .view(groups, members, length, heads, repeats, width)
            .permute(0, 3, 1, 2, 4, 5).contiguous(); // [G, K, M, L, R, D]
        var scores = own.Score(queries).view(groups, heads, members, length, repeats, length);
        if (before is not null)
        {
            var scoresBefore = before.Score(queries).view(groups, heads, members, length, repeats, context);
            scores = torch.cat([scoresBefore, scores], 5); // [G, K, M, L, R, P + L]
        }

        if (shape.SoftCap > 0)
        {
            scores.div_(shape.SoftCap).tanh_().mul_(shape.SoftCap);
        }

        if (block.Hidden is not null)
        {
            scores.masked_fill_(block.Hidden, float.NegativeInfinity);
        }

        var weights = scores.softmax(5);
        var result = own.Weigh(weights.narrow(5, context, length)).view(queries.shape); // [G, K, M, L, R, D]
        if (before is not null)
        {
            result.add_(before.Weigh(weights.narrow(5, 0, context)).view(queries.shape));
        }

        return result.permute(0, 2, 3, 1, 4, 5).reshape(block.Size.Rows, shape.Heads * width); // [G * M * L, H * D]
    }

    /// <summary>The pieces' own keys.</summary>
    private KeyPanels Own(AttentionBlock block)
    {
        var (groups, members, length, _) = block.Size;
        return batch.Take(block.Rows, [groups, members, length, shape.KeyValueHeads, shape.HeadDim], [0, 3, 1, 2, 4]); // [G, K, M, L, D]
    }

    /// <summary>The contexts' keys.</summary>
    private KeyPanels Before(AttentionBlock block)
    {
        var rows = block.Sources switch
        {
            KeySources.Cache => cache!,
            KeySources.Batch => batch,
            _ => both ??= cache!.Followed(batch),
        };
        return rows.Take(block.Contexts, [block.Size.Groups, block.Size.Context, shape.KeyValueHeads, shape.HeadDim], [0, 2, 1, 3]); // [G, K, P, D]
    }
}
