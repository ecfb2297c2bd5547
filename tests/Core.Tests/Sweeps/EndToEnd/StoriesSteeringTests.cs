using SteerScope.Steering;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Specs;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Part f of the reference: how the vector and its reconstruction steer, in both position modes.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesSteeringTests(StoriesSweep sweep)
{
    private static readonly (SteeredVariant Variant, string Name)[] Variants =
        [(SteeredVariant.Vector, "vector"), (SteeredVariant.Reconstruction, "sae_reconstruction")];

    private static readonly (AddingPositions Positions, string Name)[] Modes =
        [(AddingPositions.Answer, "from_predicting_position"), (AddingPositions.All, "all_positions")];

    public static TheoryData<int, int> Cases => StoriesSweep.Cases();

    [SharedFact]
    public void Multipliers_OfTheExample_AreTheReference() => Assert.Equal(
        new StoriesExpected(0).Json.GetProperty("multipliers").EnumerateArray().Select(value => value.GetDouble()), sweep.Prepared.Spec.Steer.Multipliers);

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Steer_EveryExampleAndMultiplier_HasTheReferenceLogitDifference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        foreach (var (direction, variant) in Directions(layer))
        {
            SteerArtifact[] shards = [.. Enumerable.Range(0, sweep.Keys.TestShards(behaviour)).Select(shard => SteerArtifact.From(sweep.Store.Read(sweep.Keys.Steer(behaviour, shard, direction))))];
            foreach (var (positions, mode) in Modes)
            {
                double[] differences = [.. shards.SelectMany(shard => shard.Slice(Index(positions), 0).ToArray())];
                Agree.All(reference.Tensor(layer, $"logit_diff.{variant}.{mode}"), differences, Tolerances.LogitDifference, $"logit_diff.{variant}.{mode}");
            }
        }
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Steerability_OfEveryForm_IsTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        foreach (var (direction, variant) in Directions(layer))
        {
            foreach (var (positions, mode) in Modes)
            {
                var expected = reference.Layer(layer).GetProperty("steerability").GetProperty($"{variant}.{mode}");
                var actual = sweep.Artifacts.Steerability(behaviour, direction, Index(positions), 0);
                Agree.All(reference.Tensor(layer, $"slope.{variant}.{mode}"), actual.Slopes.ToArray(), Tolerances.Slope, $"slope.{variant}.{mode}");
                Agree.Number(expected, "mean_slope", actual.SlopeMean, Tolerances.MeanSlope);
                Agree.Number(expected, "std_slope", actual.SlopeStd, Tolerances.MeanSlope);
                Assert.Equal(expected.GetProperty("fraction_negative_slope").GetDouble(), actual.AntiSteerableFraction);
                Agree.Numbers(expected, "mean_logit_diff_per_multiplier", actual.PropensityMean.ToArray(), Tolerances.MeanSlope);
            }
        }
    }

    [SharedFact]
    public void Steerability_AtTheLastLayer_IsTheSameInBothModes()
    {
        foreach (var (direction, _) in Directions(StoriesExpected.Layers - 1))
        {
            var (answer, all) = (Slopes(AddingPositions.Answer), Slopes(AddingPositions.All));
            Agree.All(answer, all, Tolerances.Slope, "slope in both modes");

            double[] Slopes(AddingPositions positions) => [.. sweep.Artifacts.Steerability(1, direction, Index(positions), 0).Slopes];
        }
    }

    private int Index(AddingPositions positions) => sweep.Prepared.Spec.Steer.Positions.ToList().IndexOf(positions);

    private IEnumerable<(SteeredDirection Direction, string Name)> Directions(int layer) => Variants.Select(variant => (
        Assert.Single(SteeredDirection.All(sweep.Prepared), direction => direction.Layer == layer && direction.Variant == variant.Variant),
        variant.Name));
}
