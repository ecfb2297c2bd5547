using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>
/// Matrix products; must run inside a dispose scope. On the processor they are cut into tiles, as the bits of MKL's and oneDNN's
/// own threaded products depend on the number of threads.
/// </summary>
internal sealed class Products(torch.Device device, int threads)
{
    /// <summary>Multiplications of a matrix from which it is worth a call of its own that writes where the result belongs.</summary>
    private const long OwnCall = 1 << 16;

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

        var (batch, rows, inner, columns) = (left.shape[0], left.shape[1], left.shape[2], right.shape[2]);
        var result = torch.empty(batch, rows, columns, left.dtype);
        Tiles.Run(ProductTiling.Batched(batch, rows, inner, columns), threads, tile =>
        {
            var (from, to) = (left.narrow(1, tile.Row, tile.Rows), result.narrow(1, tile.Row, tile.Rows));
            if (tile.Rows * inner * columns < OwnCall)
            {
                to.narrow(0, tile.First, tile.Count).copy_(from.narrow(0, tile.First, tile.Count).bmm(right.narrow(0, tile.First, tile.Count)));
                return;
            }

            for (var matrix = tile.First; matrix < tile.First + tile.Count; matrix++)
            {
                to.select(0, matrix).addmm_(from.select(0, matrix), right.select(0, matrix), beta: 0);
            }
        });
        return result;
    }

    private Tensor Multiply(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!tiled)
        {
            return torch.nn.functional.linear(x, weight, bias);
        }

        var (rows, outputs) = (x.shape[0], weight.shape[0]);
        var result = torch.empty(rows, outputs, x.dtype);
        Tiles.Run(ProductTiling.Linear(rows, weight.shape[1], outputs), threads, tile =>
        {
            var part = result.narrow(0, tile.Row, tile.Rows).narrow(1, tile.First, tile.Count);
            part.addmm_(x.narrow(0, tile.Row, tile.Rows), weight.narrow(0, tile.First, tile.Count).t(), beta: 0);
            if (bias is not null)
            {
                part.add_(bias.narrow(0, tile.First, tile.Count));
            }
        });
        return result;
    }
}
