using SteerScope.Compute.Cpu;
using SteerScope.Saes.Training;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Saes.Training;

public sealed class TrainingPartsTests
{
    [Fact]
    public void LargestValues_OfARow_KeepsTheLargestPositiveOnesAndTheFirstOfEqualOnes()
    {
        var largest = new LargestValues(3);
        Assert.Equal([0, 5, 0, 2, 0, 2, 0, 0], Row([-1, 5, 0, 2, -7, 2, 2, 1]));
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 0], Row([0, -3, 1, 0, 0, 0, 0, 0]));
        for (var seed = 0; seed < 20; seed++)
        {
            var values = TestValues.Normal(50, seed);
            var kept = values.Where(value => value > 0).OrderDescending().Take(3).ToHashSet();
            Assert.Equal(values.Select(value => kept.Contains(value) ? value : 0), Row(values));
        }

        float[] Row(float[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                largest.Offer(values[i], i);
            }

            var row = new float[values.Length];
            Assert.Equal(Math.Min(3, values.Count(value => value > 0)), largest.TakeInto(row));
            return row;
        }
    }

    [Fact]
    public void Schedule_OverATraining_RisesStaysAndFalls()
    {
        var schedule = new TrainingSchedule(1000);
        Assert.Equal(1.0 / 50, schedule.Rate(0), 1e-12);
        Assert.Equal([1.0, 1.0], [schedule.Rate(49), schedule.Rate(800)]);
        Assert.Equal(0.5, schedule.Rate(900), 1e-12);
        Assert.Equal(1.0 / 200, schedule.Rate(999), 1e-12);
        Assert.Equal(200, schedule.SparsityWarmUp);
        Assert.Equal(0.5, schedule.Sparsity(99), 1e-12);
        Assert.Equal(1, schedule.Sparsity(500));
        Assert.Equal(10_000, new TrainingSchedule(1_000_000).SparsityWarmUp);
    }

    [Fact]
    public void Controller_WhereTooManyAreActive_RaisesLambdaSlowly()
    {
        var controller = new SparsityController(0.01, 10, 10_000);
        controller.Observe(20, steering: false);
        Assert.Equal(0.04, controller.Sparsity, 1e-12);
        controller.Observe(20, steering: true);
        Assert.Equal(0.04 * Math.Exp(0.002 * Math.Log(2)), controller.Sparsity, 1e-9);
        for (var step = 0; step < 1000; step++)
        {
            controller.Observe(0, steering: true);
        }

        Assert.InRange(controller.Sparsity, 0.01 / 10 * Math.Exp(-2), 0.01 / 10 * Math.Exp(-1.5));
        var free = new SparsityController(0.01, null, 10_000);
        free.Observe(1000, steering: true);
        Assert.Equal(0.01, free.Sparsity, 1e-12);
    }

    [Fact]
    public void GeometricMedian_OfPointsWithAnOutlier_StaysWithThePoints()
    {
        // The median of a triangle whose angles are all below 120 degrees sees its sides under 120 degrees: here the centre.
        var triangle = GeometricMedian.Of([0, 0, 1, 0, 0.5f, (float)Math.Sqrt(0.75)], 2);
        Assert.Equal(0.5, triangle[0], 1e-5);
        Assert.Equal(Math.Sqrt(0.75) / 3, triangle[1], 1e-5);

        var line = GeometricMedian.Of([1, 1.1f, 0.9f, 1.05f, 1e6f], 1);
        Assert.InRange(line[0], 1.0, 1.11);
    }

    [Fact]
    public void UnitDecoder_ProjectsAndNormalises()
    {
        using var products = new CpuProducts(1);
        float[] decoder = [3, 4, 0, 0.5f];
        UnitDecoder.Normalise(products, decoder, 2);
        Assert.Equal([0.6f, 0.8f, 0, 1], decoder);
        float[] gradient = [1, 1, 2, 5];
        UnitDecoder.Project(products, decoder, gradient, 2);
        Assert.Equal(0, (gradient[0] * 0.6) + (gradient[1] * 0.8), 1e-6);
        Assert.Equal([2, 0], gradient[2..]);
    }

    [Theory]
    [InlineData(2304, 1024)]
    [InlineData(4096, 2048)]
    [InlineData(64, 32)]
    [InlineData(6, 4)]
    [InlineData(1, 1)]
    public void AuxiliaryK_IsThePowerOfTwoNearestToHalfTheWidth(int width, int k) => Assert.Equal(k, TrainingSettings.AuxiliaryK(width));

    [Fact]
    public void Limits_OutsideTheirRange_NameTheOption()
    {
        var right = new TrainingSettings { Kind = SaeKind.Topk, Features = 64, Steps = 10 };
        TrainingLimits.Check(right, 64);
        Assert.Equal("--k is 65; it should be from 1 to the 64 features of --width.", Wrong(right with { K = 65 }));
        Assert.Equal("--buffer is 100; it should be at least the 1024 tokens of a batch.", Wrong(right with { Buffer = 100 }));
        Assert.Equal("--lr is NaN; it should be a number above 0.", Wrong(right with { LearningRate = double.NaN }));
        Assert.Equal("--width is 0; it should be at least 1.", Wrong(right with { Features = 0 }));
        Assert.StartsWith("--width 16777216 by the model's 64; it should be at most ", Wrong(right with { Features = 1 << 24 }), StringComparison.Ordinal);
        Assert.Equal("--l0 is 100; it should be above 0 and at most the 64 features of --width.", Wrong(right with { TargetL0 = 100 }));

        static string Wrong(TrainingSettings settings) => Assert.Throws<InputException>(() => TrainingLimits.Check(settings, 64)).Message;
    }
}
