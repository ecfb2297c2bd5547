using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>Norms in float32; must run inside a dispose scope.</summary>
internal static class Norms
{
    /// <summary>Root-mean-square norm of groups: x [N, groups * width], gain [1, width].</summary>
    public static Tensor RootMeanSquare(Tensor x, Tensor gain, float epsilon, float offset, int threads)
    {
        var (rows, columns, width) = (x.shape[0], x.shape[1], gain.shape[1]);
        var groups = x.view(rows, columns / width, width); // [N, G, w]
        var squares = groups.mul(groups); // [N, G, w]
        var means = rows * columns == width ? Tiles.Alone(threads, Means) : Means(); // [N, G, 1]
        var factors = means.add_(epsilon).rsqrt_(); // [N, G, 1]
        var gains = offset == 0 ? gain : gain.add(offset); // [1, w]
        return groups.mul(factors).mul_(gains).view(rows, columns);

        Tensor Means() => squares.mean([2], keepdim: true);
    }

    /// <summary>Layer norm: x [N, d], gain and bias [1, d].</summary>
    public static Tensor Layer(Tensor x, Tensor gain, Tensor? bias, float epsilon)
    {
        var columns = x.shape[1];
        return torch.nn.functional.layer_norm(x, [columns], gain.view(columns), bias?.view(columns), epsilon);
    }
}
