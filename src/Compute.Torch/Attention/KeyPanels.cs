using SteerScope.Compute.Torch.Kernels;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Keys and values of a block, a matrix per leading index; lives in a dispose scope.</summary>
/// <param name="Products">Who multiplies.</param>
/// <param name="Keys">[..., keys, D].</param>
/// <param name="Values">[..., keys, D].</param>
internal sealed record KeyPanels(Products Products, Tensor Keys, Tensor Values)
{
    private long Count => Keys.shape[^2];

    private long Width => Keys.shape[^1];

    private long Matrices => Keys.shape[..^2].Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Products of queries [..., D], whose leading order is that of the keys, with every key of their matrix: [..., keys].</summary>
    public Tensor Score(Tensor queries)
    {
        using var scores = Products.Batched(queries.view(Matrices, -1, Width), Keys.view(Matrices, Count, Width).transpose(1, 2));
        return scores.view([.. queries.shape[..^1], Count]);
    }

    /// <summary>Sums of values by weights [..., keys]: [matrices, rows, D].</summary>
    public Tensor Weigh(Tensor weights)
    {
        using var apart = weights.reshape(Matrices, -1, Count);
        return Products.Batched(apart, Values.view(Matrices, Count, Width));
    }
}
