using SteerScope.Core.Tests.Models;
using SteerScope.Files;
using SteerScope.Steering;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Steering;

public sealed class CaaFixtureTests(CaaFixture fixture) : IClassFixture<CaaFixture>
{
    private const float Tolerance = 1e-4f;

    private static readonly PropensityMetric[] Metrics =
        [PropensityMetric.LogprobDiffSum, PropensityMetric.LogitDiffSum, PropensityMetric.LetterLogitDiff];

    private static readonly string[] MetricNames = ["logprob_diff_sum", "logit_diff_sum", "logit_diff_letter"];

    [SharedTheory]
    [InlineData("mcq3")]
    [InlineData("single")]
    public void Vectors_OfBothSubsets_EqualSteeringVectors(string dataset)
    {
        foreach (var (count, name) in new[] { (CaaFixture.Train, "vector_train"), (20, "vector_all20") })
        {
            var vectors = fixture.Vectors(dataset, count);
            for (var layer = 0; layer < CaaFixture.Layers; layer++)
            {
                var what = $"{dataset}.{name}.layer{layer}";
                Near.All(Expected(what), Floats(vectors[layer]), Tolerance, what);
            }
        }
    }

    [SharedTheory]
    [InlineData("mcq3")]
    [InlineData("single")]
    public void Steerability_EveryLayerAndMetric_EqualsSteeringBench(string dataset)
    {
        var grid = fixture.Steer(dataset, Metrics);
        for (var metric = 0; metric < Metrics.Length; metric++)
        {
            var name = $"{dataset}.{MetricNames[metric]}";
            double[][] propensities = [.. Enumerable.Range(0, CaaFixture.Layers).Select(layer => grid.Slice(layer, 0, metric))];
            Near.All(Expected(name), Floats(propensities.SelectMany(p => p)), Tolerance, name);

            Steerability[] all = [.. propensities.Select(p => Steerability.Of(p, fixture.Multipliers))];
            Near.All(Expected($"{name}.slope"), Floats(all.SelectMany(s => s.Slopes)), Tolerance, $"{name}.slope");

            // A sum of squares: its root is as exact as the propensities.
            Near.All(Roots(Expected($"{name}.residual")), Roots(Floats(all.SelectMany(s => s.Residuals))), Tolerance, $"{name}.residual");
            Near.All(Expected($"{name}.mean_slope_all20"), Floats(all.Select(s => s.SlopeMean)), Tolerance, $"{name}.mean_slope_all20");

            Steerability[] test = [.. propensities.Select(p => Steerability.Of(p.AsSpan(CaaFixture.Train * fixture.Multipliers.Length), fixture.Multipliers))];
            Near.All(Expected($"{name}.mean_slope_test"), Floats(test.Select(s => s.SlopeMean)), Tolerance, $"{name}.mean_slope_test");
            Near.All(Expected($"{name}.std_slope_test"), Floats(test.Select(s => s.SlopeStd)), Tolerance, $"{name}.std_slope_test");
            Near.All(
                Expected($"{name}.anti_steerable_fraction_test"), Floats(test.Select(s => s.AntiSteerableFraction)), 0, $"{name}.anti_steerable_fraction_test");
        }
    }

    private float[] Expected(string name) => fixture.Expected!.Tensor(name).ToFloats(finite: true);

    private static float[] Roots(float[] values) => Array.ConvertAll(values, MathF.Sqrt);

    private static float[] Floats(IEnumerable<double> values) => [.. values.Select(v => (float)v)];
}
