using System.Text.Json;
using SteerScope.Core.Tests.Saes;
using SteerScope.Decomposition;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Decomposition;

/// <summary>The whole analysis of a vector against numbers that others' code computed in float64.</summary>
public sealed class StoriesReferenceTests
{
    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var behaviour in new[] { "corrigible-neutral-HHH", "letter-A-control" })
        {
            for (var layer = 0; layer < 5; layer++)
            {
                cases.Add(behaviour, layer);
            }
        }

        return cases;
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Norms_OfTheCorpus_HaveTheReferenceDistribution(string behaviour, int layer)
    {
        var reference = new StoriesReference(behaviour, layer);
        var expected = reference.Json.GetProperty("norm_stats");
        var moments = reference.Norms.ToArray().Aggregate(Moments.Empty, (sum, norm) => sum.Add(norm));
        AssertClose(expected.GetProperty("mean"), moments.Mean);
        AssertClose(expected.GetProperty("std"), moments.StandardDeviation());
        AssertClose(expected.GetProperty("std_sample"), moments.StandardDeviation(ddof: 1));
        AssertClose(expected.GetProperty("min"), moments.Min);
        AssertClose(expected.GetProperty("max"), moments.Max);
        var quantiles = expected.GetProperty("quantiles").EnumerateObject().ToArray();
        var actual = ExactQuantiles.Quantiles(() => [reference.Norms], [.. quantiles.Select(item => int.Parse(item.Name) / 100.0)]);
        for (var i = 0; i < quantiles.Length; i++)
        {
            AssertClose(quantiles[i].Value, actual[i]);
        }

        var vector = SteeringVectorBuilder.MeanDifference(reference.Matching, reference.NotMatching);
        AssertClose(reference.Json.GetProperty("norm"), VectorMath.Norm(vector), 2e-6);
        Assert.Equal(
            reference.Json.GetProperty("fraction_of_activation_norms_below_vector_norm").GetDouble(),
            ExactQuantiles.FractionBelow([reference.Norms], VectorMath.Norm(vector)));
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Decompositions_OfEveryVariant_EqualReference(string behaviour, int layer)
    {
        var reference = new StoriesReference(behaviour, layer);
        using var file = StoriesReference.OpenSae(layer);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var vector = SteeringVectorBuilder.MeanDifference(reference.Matching, reference.NotMatching);
        var meanNorm = reference.Json.GetProperty("norm_stats").GetProperty("mean").GetDouble();
        var json = reference.Json.GetProperty("sae");
        var tops = new Dictionary<InputVariant, IReadOnlyList<ActiveFeature>>();
        foreach (var (variant, key) in new[] { (InputVariant.Vector, "steering_vector"), (InputVariant.Zero, "zero_vector"), (InputVariant.ScaledVector, "scaled_vector") })
        {
            var input = DecompositionInput.Of(variant, vector, reference.MeanActivation, meanNorm).Values;
            var encoding = sae.Encode(input);
            var decoded = sae.Decode(encoding);
            var expected = json.GetProperty(key);
            AssertAll(reference.Expected(key + ".feature_acts"), Array.ConvertAll(encoding.Activations, value => (double)value), 1e-4);
            AssertAll(reference.Expected(key + ".reconstruction"), decoded, 1e-4);
            var reconstruction = Reconstruction.Of(input, decoded, encoding.L0);
            Assert.Equal(expected.GetProperty("l0").GetInt32(), reconstruction.L0);
            AssertClose(expected.GetProperty("cosine"), reconstruction.Cosine);
            AssertClose(expected.GetProperty("relative_error"), reconstruction.RelativeError);
            AssertClose(expected.GetProperty("reconstruction_norm"), reconstruction.Norm);
            AssertClose(expected.GetProperty("input_norm"), reconstruction.InputNorm, 2e-6);
            tops[variant] = TopFeatures.Of(encoding.Activations, 10);
            var top = expected.GetProperty("top10").EnumerateArray().ToArray();
            Assert.Equal(top.Select(item => item[0].GetInt32()), tops[variant].Select(item => item.Feature));
            Assert.All(Enumerable.Range(0, top.Length), i => AssertClose(top[i][1], tops[variant][i].Activation));
        }

        Assert.Equal(json.GetProperty("top5_overlap_vector_zero").GetInt32(), TopFeatures.Overlap(tops[InputVariant.Vector], tops[InputVariant.Zero], 5));
        Assert.Equal(json.GetProperty("top5_overlap_scaled_zero").GetInt32(), TopFeatures.Overlap(tops[InputVariant.ScaledVector], tops[InputVariant.Zero], 5));
        Assert.Equal(json.GetProperty("top5_overlap_vector_scaled").GetInt32(), TopFeatures.Overlap(tops[InputVariant.Vector], tops[InputVariant.ScaledVector], 5));
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void DefaultComponents_OfTheSae_EqualReference(string behaviour, int layer)
    {
        var reference = new StoriesReference(behaviour, layer);
        using var file = StoriesReference.OpenSae(layer);
        var (matching, other) = (reference.Matching.Sums().Mean(), reference.NotMatching.Sums().Mean());
        var vector = VectorMath.Difference(matching, other);
        var scale = DecompositionInput.ScaleToNorm(vector, reference.Json.GetProperty("norm_stats").GetProperty("mean").GetDouble());
        var components = DefaultComponent.Of(file, 5, reference.MeanActivation, matching, other, vector, scale);
        var expected = reference.Json.GetProperty("default_components").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, components.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].GetProperty("feature").GetInt32(), components[i].Feature);
            AssertClose(expected[i].GetProperty("b_enc"), components[i].EncoderBias);
            AssertClose(expected[i].GetProperty("threshold"), components[i].Threshold);
            AssertClose(expected[i].GetProperty("mean_projection_corpus"), components[i].Corpus);
            AssertClose(expected[i].GetProperty("mean_projection_positive"), components[i].Matching);
            AssertClose(expected[i].GetProperty("mean_projection_negative"), components[i].NotMatching);
            AssertClose(expected[i].GetProperty("vector_projection"), components[i].Vector);
            AssertClose(expected[i].GetProperty("scaled_vector_projection"), components[i].ScaledVector);
        }

        AssertAll(reference.Expected("corpus_mean_projection"), SaeDirections.OnEncoder(file, reference.MeanActivation), 1e-9);
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void FeatureRoles_OfEveryFeature_EqualReference(string behaviour, int layer)
    {
        var reference = new StoriesReference(behaviour, layer);
        using var file = StoriesReference.OpenSae(layer);
        var features = Features(reference, file, out _, out _);
        var tolerance = layer == 2 ? 4e-3 : 1e-4; // one feature sits 1.9e-7 from its threshold on one text
        AssertAll(reference.Expected("mean_feature_positive"), [.. features.Select(feature => feature.MeanMatching)], tolerance);
        AssertAll(reference.Expected("mean_feature_negative"), [.. features.Select(feature => feature.MeanNotMatching)], tolerance);
        AssertAll(reference.Expected("vector_dot_W_enc"), [.. features.Select(feature => feature.VectorOnEncoder)], 1e-5);
        AssertAll(reference.Expected("vector_dot_W_dec"), [.. features.Select(feature => feature.VectorOnDecoder)], 1e-5);

        var spurious = FeatureRoles.ActivatedByNeitherClass(features);
        Assert.Equal(reference.Json.GetProperty("spurious_count").GetInt32(), spurious.Count);
        var expected = reference.Json.GetProperty("spurious").EnumerateArray().ToArray();
        Assert.Equal(expected.Select(item => item.GetProperty("feature").GetInt32()), spurious.Take(10).Select(item => item.Feature));
        var opposed = OpposedFeatures.Of(file, [.. spurious.Take(10).Select(item => item.Feature)]);
        for (var i = 0; i < expected.Length; i++)
        {
            AssertClose(expected[i].GetProperty("activation_on_vector"), spurious[i].ActivationOnVector);
            Assert.Equal(expected[i].GetProperty("anti_feature").GetInt32(), opposed[i].Opposed);
            AssertClose(expected[i].GetProperty("anti_cosine"), opposed[i].Cosine);
        }

        Assert.Equal(
            reference.Json.GetProperty("most_negative_difference").EnumerateArray().Select(item => item.GetProperty("feature").GetInt32()),
            FeatureRoles.MostNegative(features, 10).Select(item => item.Feature));
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Roles_OfEveryFeature_SayWhatTheNumbersSay(string behaviour, int layer)
    {
        var reference = new StoriesReference(behaviour, layer);
        using var file = StoriesReference.OpenSae(layer);
        var features = Features(reference, file, out var vector, out var sums);
        Assert.All(features, feature => Assert.Equal(feature.Role is FeatureRole.Inactive or FeatureRole.Suppressed, feature.ActivationOnVector == 0 || feature.Role == FeatureRole.Suppressed));
        var roles = features.ToLookup(feature => feature.Role);
        if (behaviour == "letter-A-control")
        {
            // A vector of an activation's size: all four stories of the paper are there.
            Assert.NotEmpty(roles[FeatureRole.Aligned]);
            Assert.NotEmpty(roles[FeatureRole.Suppressed]);
            Assert.NotEmpty(roles[FeatureRole.Spurious]);
            Assert.All(roles[FeatureRole.Suppressed], feature => Assert.True(feature.Difference < 0));
        }
        else
        {
            // A vector of 1 % of an activation: nearly everything that is active is bias.
            var active = features.Count(feature => feature.ActivationOnVector > 0);
            Assert.True(roles[FeatureRole.Bias].Count() > 0.8 * active);
        }

        // What can be trusted instead comes nearer to the vector than what cannot.
        var difference = ActivationDifferenceDecomposition.Of(file, sums.Matching, sums.NotMatching, vector);
        var misleading = reference.Json.GetProperty("sae").GetProperty("steering_vector");
        Assert.True(difference.Reconstruction.Cosine > misleading.GetProperty("cosine").GetDouble());
        Assert.True(difference.Reconstruction.RelativeError < misleading.GetProperty("relative_error").GetDouble());
        var pursuit = SignedPursuit.Of(file, vector, 64);
        Assert.True(pursuit.Decomposition.Reconstruction.RelativeError < 0.05);
        Assert.True(pursuit.Steps.Zip(pursuit.Steps.Skip(1)).All(pair => pair.Second.ResidualNorm <= pair.First.ResidualNorm));
    }

    [SharedTheory]
    [InlineData("corrigible-neutral-HHH", 0, "5 of the 5 strongest features are the zero vector's")]
    [InlineData("letter-A-control", 2, "of the activation is in features that neither class")]
    public void Judge_MisleadingDecompositions_SaysWhy(string behaviour, int layer, string reason)
    {
        var reference = new StoriesReference(behaviour, layer);
        using var file = StoriesReference.OpenSae(layer);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var features = Features(reference, file, out var vector, out _);
        var (onVector, onZero) = (sae.Encode(vector), sae.Encode(new double[64]));
        var verdict = Trustworthiness.Judge(
            TopFeatures.Of(onVector.Activations, 5),
            TopFeatures.Of(onZero.Activations, 5),
            Reconstruction.Of(vector, sae.Decode(onVector), onVector.L0),
            features,
            ExactQuantiles.FractionBelow([reference.Norms], VectorMath.Norm(vector)));
        Assert.False(verdict.IsTrusted);
        Assert.Contains(reason, verdict.Sentence, StringComparison.Ordinal);
    }

    private static FeatureStatistics[] Features(
        StoriesReference reference, SaeFile file, out double[] vector, out (VectorSums Matching, VectorSums NotMatching) sums)
    {
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        vector = SteeringVectorBuilder.MeanDifference(reference.Matching, reference.NotMatching);
        sums = (sae.SumActivations(reference.Matching), sae.SumActivations(reference.NotMatching));
        return FeatureRoles.Of(
            file, sums.Matching, sums.NotMatching, vector, sae.Encode(vector).Activations, sae.Encode(new double[vector.Length]).Activations);
    }

    private static void AssertClose(JsonElement expected, double? actual, double relative = 1e-4)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
            return;
        }

        Assert.Equal(expected.GetDouble(), actual!.Value, relative * (1 + Math.Abs(expected.GetDouble())));
    }

    private static void AssertAll(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * (1 + Math.Abs(expected[i])));
        }
    }
}
