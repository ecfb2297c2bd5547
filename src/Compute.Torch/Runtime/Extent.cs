using System.Runtime.CompilerServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>Rows and columns of a tensor that has been found to be one of this provider's: a float32 matrix without gaps on its device.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
internal readonly record struct Extent(int Rows, int Columns)
{
    /// <summary>Number of elements.</summary>
    public long Count => (long)Rows * Columns;

    /// <summary>Looks at a tensor.</summary>
    /// <exception cref="ArgumentException">It is not a matrix of this provider.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public static Extent Of(Tensor x, torch.Device device, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        ObjectDisposedException.ThrowIf(x.IsInvalid, x);
        var shape = x.shape;
        if (shape.Length != 2 || x.dtype != torch.ScalarType.Float32 || !x.is_contiguous())
        {
            throw new ArgumentException($"{name} is a {x.dtype} tensor [{string.Join(", ", shape)}]; operations work on contiguous float32 matrices.", name);
        }

        if (x.device_type != device.type || (device.type == DeviceType.CUDA && x.device_index != device.index))
        {
            throw new ArgumentException($"{name} [{shape[0]}, {shape[1]}] lies on {x.device}, but these operations are those of {device}.", name);
        }

        return new Extent(checked((int)shape[0]), checked((int)shape[1]));
    }

    /// <summary>The shape as messages show it.</summary>
    public override string ToString() => $"[{Rows}, {Columns}]";
}
