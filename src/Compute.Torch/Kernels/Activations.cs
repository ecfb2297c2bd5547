using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Kernels;

/// <summary>Element-wise non-linearities in place; must run inside a dispose scope.</summary>
internal static class Activations
{
    /// <summary>x = activation(x).</summary>
    public static void Apply(Tensor x, Activation activation)
    {
        switch (activation)
        {
            case Activation.Silu:
                x.silu_();
                break;
            case Activation.Gelu:
                x.gelu_();
                break;
            case Activation.GeluTanh:
                x.gelu_(GELU.Approximate.tanh);
                break;
            case Activation.Relu:
                x.relu_();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation.");
        }
    }
}
