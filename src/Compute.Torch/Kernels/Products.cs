using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>Linear maps; must run inside a dispose scope.</summary>
internal static class Products
{
    /// <summary>x W^T + b in float32, or with x rounded to the type of W, the sum and the bias again in float32.</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        if (weight.dtype == x.dtype)
        {
            return torch.nn.functional.linear(x, weight, bias);
        }

        var y = torch.nn.functional.linear(x.to(weight.dtype), weight).to(x.dtype);
        return bias is null ? y : y.add_(bias);
    }

    /// <summary>Rows of a map, times a factor, in float32.</summary>
    public static Tensor Rows(Tensor weight, Tensor index, float scale)
    {
        var rows = weight.index_select(0, index).to(torch.ScalarType.Float32);
        return scale == 1 ? rows : rows.mul_(scale);
    }
}
