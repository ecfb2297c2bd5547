using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Persona.Training;

/// <summary>AdamW (Loshchilov and Hutter, arXiv 1711.05101) with betas of 0.9 and 0.95.</summary>
internal static class AdamW
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.95;
    private const double Epsilon = 1e-8;

    /// <summary>A step.</summary>
    /// <param name="weight">Changed in place.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">Mean of gradients, changed in place.</param>
    /// <param name="second">Mean of their squares, changed in place.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">Weight decay.</param>
    public static void Step(Tensor weight, Tensor gradient, Tensor first, Tensor second, int step, double rate, double decay)
    {
        using var scope = torch.NewDisposeScope();
        first.mul_(Beta1).add_(gradient * (1 - Beta1));
        second.mul_(Beta2).add_(gradient.square() * (1 - Beta2));
        var mean = first / (1 - Math.Pow(Beta1, step));
        var square = second / (1 - Math.Pow(Beta2, step));
        weight.mul_(1 - (rate * decay)).sub_(mean / (square.sqrt() + Epsilon) * rate);
    }
}
