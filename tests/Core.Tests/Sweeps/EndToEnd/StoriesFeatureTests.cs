using System.Text.Json;
using SteerScope.Decomposition;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Part e of the reference: every feature on the prompts and on the vector, negative and spurious ones.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesFeatureTests(StoriesSweep sweep)
{
    public static TheoryData<int, int> Cases => StoriesSweep.Cases();

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Features_MeanActivations_AreTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        var features = Features(behaviour, layer);
        double[] thresholds = [.. features.Select(feature => feature.Threshold!.Value)];
        var (positive, negative) = (ThresholdMargins.Of(reference, layer, "train_positive"), ThresholdMargins.Of(reference, layer, "train_negative"));
        Agree.Number(reference.Layer(layer), "min_abs_pre_minus_threshold_train", positive.Concat(negative).Min(), Tolerances.Stored);
        Check("mean_feature_positive", positive, feature => feature.MeanMatching);
        Check("mean_feature_negative", negative, feature => feature.MeanNotMatching);

        void Check(string name, double[] margins, Func<FeatureStatistics, double> mean)
        {
            var expected = reference.Tensor(layer, name);
            var excuses = ThresholdMargins.Excuses(margins, thresholds);
            Assert.True(excuses.Count(excuse => excuse > 0) <= 1);
            Assert.All(features, f => Agree.Value(expected[f.Feature], mean(f), Tolerances.Mean + excuses[f.Feature], name, f.Feature));
        }
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Features_VectorOnTheirDirections_IsTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        var features = Features(behaviour, layer);
        Agree.All(reference.Tensor(layer, "vector_dot_W_enc"), [.. features.Select(feature => feature.VectorOnEncoder)], Tolerances.Vector, "vector_dot_W_enc");
        Agree.All(reference.Tensor(layer, "vector_dot_W_dec"), [.. features.Select(feature => feature.VectorOnDecoder)], Tolerances.Vector, "vector_dot_W_dec");
        Agree.All(reference.Tensor(layer, "steering_vector.feature_acts"), [.. features.Select(feature => feature.ActivationOnVector)], Tolerances.Feature, "activation_on_vector");
        Agree.All(reference.Tensor(layer, "zero_vector.feature_acts"), [.. features.Select(feature => feature.ActivationOnZero)], Tolerances.Stored, "activation_on_zero");
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Features_OfNegativeDifference_AreTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour).Layer(layer);
        var features = Features(behaviour, layer);
        JsonElement[] expected = [.. reference.GetProperty("most_negative_difference").EnumerateArray()];
        var actual = FeatureRoles.MostNegative(features, expected.Length);
        Assert.Equal(expected.Select(Feature), actual.Select(feature => feature.Feature));
        Assert.All(expected.Zip(actual), pair => Numbers(pair.First, pair.Second));

        var summary = reference.GetProperty("negative_summary");
        Assert.Equal(summary.GetProperty("features_with_negative_difference").GetInt32(), features.Count(f => f.Difference < 0));
        Assert.Equal(summary.GetProperty("of_them_active_on_vector").GetInt32(), features.Count(f => f.Difference < 0 && f.ActivationOnVector > 0));
        Assert.Equal(summary.GetProperty("features_with_positive_difference").GetInt32(), features.Count(f => f.Difference > 0));
        Assert.Equal(summary.GetProperty("of_the_positive_active_on_vector").GetInt32(), features.Count(f => f.Difference > 0 && f.ActivationOnVector > 0));
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Features_ThatNeitherClassActivates_AreTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour).Layer(layer);
        var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
        var actual = FeatureRoles.ActivatedByNeitherClass(artifact.Features);
        Assert.Equal(reference.GetProperty("spurious_count").GetInt32(), actual.Count);
        JsonElement[] expected = [.. reference.GetProperty("spurious").EnumerateArray()];
        Assert.Equal(expected.Select(Feature), actual.Take(expected.Length).Select(feature => feature.Feature));
        foreach (var (item, feature) in expected.Zip(actual))
        {
            Numbers(item, feature);
            var opposed = Assert.Single(artifact.Opposed, other => other.Feature == feature.Feature);
            Assert.Equal(item.GetProperty("anti_feature").GetInt32(), opposed.Opposed);
            Agree.Number(item, "anti_cosine", opposed.Cosine, Tolerances.Stored);
            var anti = artifact.Features[opposed.Opposed];
            Agree.Number(item, "anti_mean_positive", anti.MeanMatching, Tolerances.Mean);
            Agree.Number(item, "anti_mean_negative", anti.MeanNotMatching, Tolerances.Mean);
            Agree.Number(item, "anti_difference", anti.Difference, Tolerances.Mean);
        }
    }

    private static int Feature(JsonElement item) => item.GetProperty("feature").GetInt32();

    private static void Numbers(JsonElement expected, FeatureStatistics actual)
    {
        Agree.Number(expected, "mean_positive", actual.MeanMatching, Tolerances.Mean);
        Agree.Number(expected, "mean_negative", actual.MeanNotMatching, Tolerances.Mean);
        Agree.Number(expected, "difference", actual.Difference, Tolerances.Mean);
        Agree.Number(expected, "vector_dot_W_enc", actual.VectorOnEncoder, Tolerances.Vector);
        Agree.Number(expected, "vector_dot_W_dec", actual.VectorOnDecoder, Tolerances.Vector);
        Agree.Number(expected, "activation_on_vector", actual.ActivationOnVector, Tolerances.Feature);
    }

    private IReadOnlyList<FeatureStatistics> Features(int behaviour, int layer) =>
        sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer)).Features;
}
