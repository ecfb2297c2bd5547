using SteerScope.Core.Tests.Decomposition;
using SteerScope.Steering;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class SteerabilityTests
{
    private static readonly double[] Multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];

    [Fact]
    public void Of_TwoExamples_SummarisesSlopesAndPropensities()
    {
        var result = Steerability.Of([0, 2, 4, 1, 0, -1], [-1, 0, 1]);
        Assert.Equal([2.0, -1.0], result.Slopes);
        Assert.Equal((0.5, 1.5, 0.5), (result.SlopeMean, result.SlopeStd, result.AntiSteerableFraction));
        Assert.Equal([0.5, 1.0, 1.5], result.PropensityMean);
        Assert.Equal([0.5, 1.0, 2.5], result.PropensityStd);
    }

    [Fact]
    public void Of_NotWholeRows_Throws() => Assert.Throws<ArgumentException>(() => Steerability.Of([1, 2, 3], [0, 1]));

    [SharedTheory]
    [InlineData("mcq3")]
    [InlineData("single")]
    public void Of_CaaCase_EqualsSteeringBench(string dataset)
    {
        var fixture = new TensorFixture(SharedData.Shared("fixtures", "caa", "expected.safetensors")!);
        foreach (var metric in new[] { "logprob_diff_sum", "logit_diff_sum", "logit_diff_letter" })
        {
            var key = $"{dataset}.{metric}";
            for (var layer = 0; layer < 4; layer++)
            {
                var all = fixture[key].AsSpan(layer * 140, 140);
                var test = Steerability.Of(all[(12 * 7)..], Multipliers);
                AssertClose(fixture[key + ".slope"].AsSpan(layer * 20, 20), Steerability.Of(all, Multipliers).Slopes);
                AssertClose(fixture[key + ".residual"].AsSpan(layer * 20, 20), Steerability.Of(all, Multipliers).Residuals);
                AssertClose(
                    [fixture[key + ".mean_slope_test"][layer], fixture[key + ".std_slope_test"][layer], fixture[key + ".anti_steerable_fraction_test"][layer], fixture[key + ".mean_slope_all20"][layer]],
                    [test.SlopeMean, test.SlopeStd, test.AntiSteerableFraction, Steerability.Of(all, Multipliers).SlopeMean]);
            }
        }
    }

    private static void AssertClose(ReadOnlySpan<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-9 * (1 + Math.Abs(expected[i])));
        }
    }
}
