using SteerScope.Compute.Torch.Kernels;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Attention;

/// <summary>Keys and values as rows, of the batch or of the cache; lives in a dispose scope.</summary>
/// <param name="Keys">[C, KeyValueHeads * HeadDim].</param>
/// <param name="Values">[C, KeyValueHeads * HeadDim].</param>
internal sealed record KeyRows(Tensor Keys, Tensor Values)
{
    /// <summary>These rows with others behind them, kept for the scope around the current one.</summary>
    public KeyRows Followed(KeyRows next) => new(
        torch.cat([Keys, next.Keys], 0).MoveToOuterDisposeScope(),
        torch.cat([Values, next.Values], 0).MoveToOuterDisposeScope());

    /// <summary>
    /// Selected rows, split into <paramref name="shape"/> and ordered anew so that keys and dimensions come last. A value that is
    /// not finite would reach queries that must not see it, as 0 * infinity is not 0; so it is made zero here and its key NaN,
    /// which a mask can hide.
    /// </summary>
    public KeyPanels Take(Products products, RowSelection rows, long[] shape, long[] order)
    {
        var values = rows.Of(Values).view(shape);
        var marks = values.mul(0).sum(-1, keepdim: true); // 0 or NaN
        var keys = rows.Of(Keys).view(shape).add(marks);
        return new KeyPanels(products, keys.permute(order).contiguous(), values.nan_to_num(0, 0, 0).permute(order).contiguous());
    }
}
