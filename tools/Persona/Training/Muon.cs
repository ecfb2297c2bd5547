using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Persona.Training;

/// <summary>
/// Muon (Jordan et al., 2024): steps of a matrix along its orthogonalised momentum. Coefficients of the Newton-Schulz iteration are
/// its authors'; five rounds bring singular values near 1, between 0.68 and 1.13.
/// </summary>
internal static class Muon
{
    private const double Momentum = 0.95;
    private const int Rounds = 5;
    private static readonly (double A, double B, double C) Coefficients = (3.4445, -4.7750, 2.0315);

    /// <summary>U V^T of a matrix U S V^T, nearly.</summary>
    public static Tensor Orthogonalise(Tensor matrix)
    {
        using var scope = torch.NewDisposeScope();
        var tall = matrix.shape[0] > matrix.shape[1];
        var x = tall ? matrix.t() : matrix;
        x = x / (x.norm() + 1e-7);
        for (var round = 0; round < Rounds; round++)
        {
            var gram = x.matmul(x.t());
            x = (Coefficients.A * x) + ((Coefficients.B * gram) + (Coefficients.C * gram.matmul(gram))).matmul(x);
        }

        return (tall ? x.t() : x).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>A Nesterov step.</summary>
    /// <param name="weight">The matrix, changed in place.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="momentum">Sum of earlier gradients, changed in place.</param>
    /// <param name="rate">Learning rate; a tall matrix takes longer steps, so that outputs move alike.</param>
    public static void Step(Tensor weight, Tensor gradient, Tensor momentum, double rate)
    {
        using var scope = torch.NewDisposeScope();
        momentum.mul_(Momentum).add_(gradient);
        var direction = Orthogonalise(gradient + (momentum * Momentum));
        var scale = Math.Sqrt(Math.Max(1, (double)weight.shape[0] / weight.shape[1]));
        weight.sub_(direction * (rate * scale));
    }
}
