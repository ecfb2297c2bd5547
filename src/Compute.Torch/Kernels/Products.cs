using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>
/// Matrix products; must run inside a dispose scope. On the processor they are cut into tiles, as the bits of MKL's and oneDNN's
/// own threaded products depend on the number of threads.
/// </summary>
internal sealed class Products(torch.Device device, int threads)
{
    private readonly bool tiled = device.type == DeviceType.CPU;

    /// <summary>x W^T + b in float32, or with x rounded to the type of W, the product rounded to it too, and the bias added in float32.</summary>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.dtype == x.dtype)
        {
            return Multiply(x, weight, bias);
        }

        var y = Multiply(x.to(weight.dtype), weight, null).to(x.dtype);
        return bias is null ? y : y.add_(bias);
    }

    /// <summary>Some outputs of a map, in float32 from the weights as they are kept: single logits are not rounded.</summary>
    public Tensor Outputs(Tensor x, Tensor weight, Tensor? bias, Tensor index) =>
        Multiply(x, weight.index_select(0, index).to(x.dtype), bias?.index_select(0, index));

    /// <summary>Rows of a map, times a factor, in float32.</summary>
    public static Tensor Rows(Tensor weight, Tensor index, float scale)
    {
        var rows = weight.index_select(0, index).to(torch.ScalarType.Float32);
        return scale == 1 ? rows : rows.mul_(scale);
    }

    /// <summary>Products of matrices: [B, n, k] and [B, k, m] -> [B, n, m].</summary>
    public Tensor Batched(Tensor left, Tensor right)
    {
        if (!tiled)
        {
            return left.bmm(right);
        }

        var (batch, rows, columns) = (left.shape[0], left.shape[1], right.shape[2]);
        var result = torch.empty(batch, rows, columns, left.dtype);
        Tiles.Run(ProductTiling.Batched(batch, rows, left.shape[2], columns), threads, tile =>
            result.narrow(0, tile.First, tile.Count).narrow(1, tile.Row, tile.Rows).copy_(
                left.narrow(0, tile.First, tile.Count).narrow(1, tile.Row, tile.Rows).bmm(right.narrow(0, tile.First, tile.Count))));
        return result;
    }

    private Tensor Multiply(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!tiled)
        {
            return torch.nn.functional.linear(x, weight, bias);
        }

        var (rows, outputs) = (x.shape[0], weight.shape[0]);
        var tiles = ProductTiling.Linear(rows, weight.shape[1], outputs);
        if (tiles.Count == 1)
        {
            return Tiles.Alone(threads, () => torch.nn.functional.linear(x, weight, bias));
        }

        var result = torch.empty(rows, outputs, x.dtype);
        Tiles.Run(tiles, threads, tile =>
            result.narrow(0, tile.Row, tile.Rows).narrow(1, tile.First, tile.Count).copy_(
                torch.nn.functional.linear(x.narrow(0, tile.Row, tile.Rows), weight.narrow(0, tile.First, tile.Count), bias?.narrow(0, tile.First, tile.Count))));
        return result;
    }
}
