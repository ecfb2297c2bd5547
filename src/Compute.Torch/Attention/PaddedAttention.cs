using SteerScope.Compute.Torch.Kernels;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Attends block by block with explicit float32 products and a softmax; must run inside a dispose scope.</summary>
internal sealed class PaddedAttention(Products products, KeyRows batch, KeyRows? cache, AttentionShape shape)
{
    private readonly int repeats = shape.Heads / shape.KeyValueHeads;
    private KeyRows? both;

    /// <summary>q [N, Heads * HeadDim] -> [N, Heads * HeadDim].</summary>
    public Tensor Run(Tensor q, AttentionPlan plan)
    {
        if (plan.Blocks.Count == 0)
        {
            return torch.empty_like(q);
        }

        Tensor[] results = [.. plan.Blocks.Select(block => Block(q, block))];
        var all = results.Length == 1 ? results[0] : torch.cat(results, 0); // [blocks' rows, H * D]
        return plan.Results.Of(all); // [N, H * D]
    }

    private Tensor Block(Tensor q, AttentionBlock block)
    {
        using var scope = torch.NewDisposeScope();
        return Attend(q, block).MoveToOuterDisposeScope(); // [G * M * L, H * D]
    }

    private Tensor Attend(Tensor q, AttentionBlock block)
    {
        var (groups, members, length, context) = block.Size;
        var (heads, width) = (shape.KeyValueHeads, shape.HeadDim);
        var (own, before) = (Own(block), context > 0 ? Before(block) : null);
        var queries = block.Rows.Of(q).mul(shape.Scale)
            .view(groups, members, length, heads, repeats, width)
            .permute(0, 3, 1, 2, 4, 5).contiguous(); // [G, K, M, L, R, D]
        var weights = Weights(block, own, before, queries); // [G, K, M, L, R, P + L]
        var result = own.Weigh(weights.narrow(5, context, length)).view(queries.shape); // [G, K, M, L, R, D]
        if (before is not null)
        {
            result.add_(before.Weigh(weights.narrow(5, 0, context)).view(queries.shape));
        }

        return result.permute(0, 2, 3, 1, 4, 5).reshape(block.Size.Rows, shape.Heads * width).contiguous(); // [G * M * L, H * D]
    }

    /// <summary>Softmax over the context's keys and the pieces' own; scores, the largest tensors here, are freed as soon as they have been read.</summary>
    private Tensor Weights(AttentionBlock block, KeyPanels own, KeyPanels? before, Tensor queries)
    {
        using var scores = Capped(own.Score(queries)); // [G, K, M, L, R, L]
        block.Mask.HideOwn(scores);
        if (before is null)
        {
            return scores.softmax(5);
        }

        using var all = Joined(block, Capped(before.Score(queries)), scores); // [G, K, M, L, R, P + L]
        return all.softmax(5);
    }

    private static Tensor Joined(AttentionBlock block, Tensor context, Tensor own)
    {
        using (context)
        {
            block.Mask.HideContext(context);
            return torch.cat([context, own], 5);
        }
    }

    private Tensor Capped(Tensor scores) => shape.SoftCap > 0 ? scores.div_(shape.SoftCap).tanh_().mul_(shape.SoftCap) : scores;

    /// <summary>The pieces' own keys.</summary>
    private KeyPanels Own(AttentionBlock block)
    {
        var (groups, members, length, _) = block.Size;
        return batch.Take(products, block.Rows, [groups, members, length, shape.KeyValueHeads, shape.HeadDim], [0, 3, 1, 2, 4]); // [G, K, M, L, D]
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
        return rows.Take(products, block.Contexts, [block.Size.Groups, block.Size.Context, shape.KeyValueHeads, shape.HeadDim], [0, 2, 1, 3]); // [G, K, P, D]
    }
}
