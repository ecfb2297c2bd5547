using SteerScope.Compute.Cpu;
using SteerScope.Saes.Training;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Saes.Training;

/// <summary>Gradients against differences of the loss where it is smooth, and against their definition where it is not.</summary>
public sealed class GradientTests : IDisposable
{
    private const int Width = 8;
    private const int Features = 24;
    private const int Rows = 32;

    private readonly CpuProducts products = new(2);
    private readonly float[] x = TestValues.Normal(Rows * Width, 6);

    public void Dispose() => products.Dispose();

    [Theory]
    [InlineData(SaeKind.Jumprelu, "W_enc")]
    [InlineData(SaeKind.Jumprelu, "b_enc")]
    [InlineData(SaeKind.Jumprelu, "W_dec")]
    [InlineData(SaeKind.Jumprelu, "b_dec")]
    [InlineData(SaeKind.Topk, "W_enc")]
    [InlineData(SaeKind.Topk, "b_enc")]
    [InlineData(SaeKind.Topk, "W_dec")]
    [InlineData(SaeKind.Topk, "b_dec")]
    public void Gradients_WhereTheSameFeaturesStayActive_AreSlopesOfTheLoss(SaeKind kind, string name)
    {
        var objective = Objective(kind);
        var parameters = Parameters(kind);
        var gradients = new SaeParameters(Width, Features, kind);
        var activity = new FeatureActivity(Features, long.MaxValue);
        objective.Gradients(parameters, x, Rows, 0.1, activity, gradients);
        var active = Active(objective);
        var values = parameters.Tensors.Single(tensor => tensor.Name == name).Values;
        var gradient = gradients.Tensors.Single(tensor => tensor.Name == name).Values;
        var origin = (float[])values.Clone();
        var checks = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var direction = TestValues.Normal(values.Length, seed);
            const float Step = 1e-4f;
            var (up, same) = At(Step);
            var (down, alsoSame) = At(-Step);
            if (same && alsoSame)
            {
                var expected = gradient.Zip(direction).Sum(pair => (double)pair.First * pair.Second);
                Assert.Equal(expected, (up - down) / (2 * Step), 0.02 * Math.Max(1, Math.Abs(expected)));
                checks++;
            }

            (double Error, bool Same) At(float step)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = origin[i] + (step * direction[i]);
                }

                var error = objective.Forward(parameters, x, Rows).SquaredError;
                origin.CopyTo(values, 0);
                return (error, Active(objective).SequenceEqual(active));
            }
        }

        Assert.True(checks >= 2, $"only {checks} directions left the same features active");
    }

    [Fact]
    public void Gradients_OfThresholds_AreTheStraightThroughEstimators()
    {
        const double Bandwidth = 0.6;
        const double Sparsity = 0.3;
        var objective = new JumpReluObjective(products, Rows, Width, Features, Bandwidth);
        var p = Parameters(SaeKind.Jumprelu);
        var gradients = new SaeParameters(Width, Features, SaeKind.Jumprelu);
        objective.Gradients(p, x, Rows, Sparsity, new FeatureActivity(Features, long.MaxValue), gradients);

        var expected = new double[Features];
        var inside = 0;
        for (var row = 0; row < Rows; row++)
        {
            var z = new double[Features];
            for (var f = 0; f < Features; f++)
            {
                z[f] = p.BEnc[f] + Enumerable.Range(0, Width).Sum(i => (double)x[(row * Width) + i] * p.WEnc[(i * Features) + f]);
            }

            var error = new double[Width];
            for (var i = 0; i < Width; i++)
            {
                error[i] = p.BDec[i] - x[(row * Width) + i]
                    + Enumerable.Range(0, Features).Sum(f => z[f] > Math.Exp(p.LogThreshold[f]) ? z[f] * p.WDec[(f * Width) + i] : 0);
            }

            for (var f = 0; f < Features; f++)
            {
                var theta = Math.Exp(p.LogThreshold[f]);
                var kernel = Math.Abs((z[f] - theta) / Bandwidth) < 0.5 ? 1 : 0;
                inside += kernel;
                var slope = Enumerable.Range(0, Width).Sum(i => 2.0 / Rows * error[i] * p.WDec[(f * Width) + i]);
                expected[f] += theta * ((-theta / Bandwidth * kernel * slope) - (Sparsity / Rows / Bandwidth * kernel));
            }
        }

        Assert.InRange(inside, Features, Features * Rows / 2);
        for (var f = 0; f < Features; f++)
        {
            Assert.Equal(expected[f], gradients.LogThreshold[f], 1e-4);
        }
    }

    [Fact]
    public void Gradients_OfDeadFeatures_ComeFromTheAuxiliaryLossAlone()
    {
        var p = Parameters(SaeKind.Topk);
        var gradients = new SaeParameters(Width, Features, SaeKind.Topk);

        // A feature that is never among the k largest has a gradient only when it counts as dead.
        for (var i = 0; i < Width; i++)
        {
            p.WEnc[(i * Features) + 3] *= 0.1f;
        }

        p.BEnc[3] = 0;
        var activity = new FeatureActivity(Features, 10);
        var objective = Objective(SaeKind.Topk);
        objective.Gradients(p, x, Rows, 0, activity, gradients);
        Assert.Equal(0, objective.Workspace.Active[3]);
        Assert.All(gradients.WDec.AsSpan(3 * Width, Width).ToArray(), value => Assert.Equal(0, value));

        activity.Since[3] = 10;
        var score = objective.Gradients(p, x, Rows, 0, activity, gradients);
        Assert.Contains(gradients.WDec.AsSpan(3 * Width, Width).ToArray(), value => Math.Abs(value) > 1e-5);
        Assert.True(score.Loss > score.SquaredError);
    }

    private SaeObjective Objective(SaeKind kind) => kind == SaeKind.Jumprelu
        ? new JumpReluObjective(products, Rows, Width, Features, 0.5)
        : new TopKObjective(products, Rows, Width, Features, 3, 1.0 / 32);

    private static SaeParameters Parameters(SaeKind kind)
    {
        var p = new SaeParameters(Width, Features, kind);
        TestValues.Normal(p.WEnc.Length, 11, 0.4f).CopyTo(p.WEnc, 0);
        TestValues.Normal(p.BEnc.Length, 12, 0.2f).CopyTo(p.BEnc, 0);
        TestValues.Normal(p.WDec.Length, 13, 0.4f).CopyTo(p.WDec, 0);
        TestValues.Normal(p.BDec.Length, 14, 0.2f).CopyTo(p.BDec, 0);
        TestValues.Normal(p.LogThreshold.Length, 15, 0.3f).Select(value => value - 0.7f).ToArray().CopyTo(p.LogThreshold, 0);
        return p;
    }

    private static bool[] Active(SaeObjective objective) => Array.ConvertAll(objective.Workspace.Activations, value => value > 0);
}
