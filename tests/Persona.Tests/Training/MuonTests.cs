using SteerScope.Persona.Training;
using TorchSharp;
using Xunit;

namespace SteerScope.Persona.Tests.Training;

[Collection(TorchGroup.Name)]
public sealed class MuonTests
{
    [Theory]
    [InlineData(24, 24)]
    [InlineData(16, 40)]
    [InlineData(40, 16)]
    public void Orthogonalise_Matrix_KeepsSingularVectorsAndBringsSingularValuesNearOne(int rows, int columns)
    {
        using var scope = torch.NewDisposeScope();
        var (u, v) = (Orthonormal(rows, Math.Min(rows, columns), 1), Orthonormal(columns, Math.Min(rows, columns), 2));
        var values = torch.linspace(0.2, 30, Math.Min(rows, columns));
        var matrix = u.mul(values).matmul(v.t());
        var (left, _, right) = torch.linalg.svd(matrix, fullMatrices: false);

        var inTheirBasis = left.t().matmul(Muon.Orthogonalise(matrix)).matmul(right.t());

        var diagonal = inTheirBasis.diagonal();
        Assert.InRange(diagonal.min().item<float>(), 0.6, 1.2);
        Assert.InRange(diagonal.max().item<float>(), 0.6, 1.2);
        Assert.InRange((inTheirBasis - torch.diag(diagonal)).abs().max().item<float>(), 0, 1e-3);
    }

    [Fact]
    public void Step_FirstGradient_MovesAlongItsPolarFactorWhateverItsSize()
    {
        using var scope = torch.NewDisposeScope();
        var gradient = Orthonormal(8, 8, 3) * 1000;
        var weight = torch.zeros(8, 8);
        var momentum = torch.zeros(8, 8);

        Muon.Step(weight, gradient, momentum, rate: 0.1);

        // Orthogonal times a size: its polar factor is itself without the size. The largest entries of the step say so within Newton-Schulz's 0.68 to 1.13.
        var along = -(weight * gradient).sum().item<float>() / (0.1 * 1000 * 8);
        Assert.InRange(along, 0.6, 1.2);
        Assert.Equal(1000f, momentum.norm().item<float>() / MathF.Sqrt(8), 0.1f);
    }

    [Fact]
    public void Step_SecondGradient_AddsMomentumInNesterovsWay()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.zeros(4, 4);
        var momentum = torch.eye(4);

        // 0.95 I - 0.9 I leaves 0.05 I; the direction is the gradient's -0.9 I plus 0.95 times that.
        Muon.Step(weight, torch.eye(4) * -0.9, momentum, rate: 1);

        Assert.Equal(0.05f, momentum[0, 0].item<float>(), 1e-5f);
        Assert.True(weight[0, 0].item<float>() > 0.5);
    }

    [Fact]
    public void AdamWStep_FirstGradient_MovesByTheRateAgainstItsSign()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.tensor(new[] { 2f, 2f });
        var (first, second) = (torch.zeros(2), torch.zeros(2));

        AdamW.Step(weight, torch.tensor(new[] { 5f, -0.01f }), first, second, step: 1, rate: 0.1, decay: 0.5);

        Assert.Equal(1.9f - 0.1f, weight[0].item<float>(), 1e-4f);
        Assert.Equal(1.9f + 0.1f, weight[1].item<float>(), 1e-4f);
    }

    private static torch.Tensor Orthonormal(int rows, int columns, ulong seed)
    {
        using var generator = new torch.Generator(seed, torch.CPU);
        return torch.linalg.qr(torch.randn([rows, columns], generator: generator)).Q;
    }
}
