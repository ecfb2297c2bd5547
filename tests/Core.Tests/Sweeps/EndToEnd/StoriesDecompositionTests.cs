using System.Text.Json;
using SteerScope.Decomposition;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Specs;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Parts c and d of the reference: what the SAE makes of the vector, of nothing and of the scaled vector, and why.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesDecompositionTests(StoriesSweep sweep)
{
    private static readonly (InputVariant Variant, string Name)[] Inputs =
        [(InputVariant.Vector, "steering_vector"), (InputVariant.Zero, "zero_vector"), (InputVariant.ScaledVector, "scaled_vector")];

    public static TheoryData<int, int> Cases => StoriesSweep.Cases();

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Inputs_OfTheSae_HaveTheReferenceFeatures(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
        foreach (var (variant, name) in Inputs)
        {
            var expected = reference.Layer(layer).GetProperty("sae").GetProperty(name);
            var input = Input(artifact, variant);
            var tolerance = Tolerance(variant);
            Agree.All(reference.Tensor(layer, name + ".feature_acts"), input.Activations, tolerance, name + ".feature_acts");
            Assert.Equal(expected.GetProperty("l0").GetInt32(), input.Activations.Count(activation => activation > 0));
            var top = TopFeatures.Of(input.Activations, 10);
            Assert.Equal(expected.GetProperty("top10").EnumerateArray().Select(item => item[0].GetInt32()), top.Select(item => item.Feature));
            Agree.All(
                [.. expected.GetProperty("top10").EnumerateArray().Select(item => item[1].GetDouble())],
                [.. top.Select(item => item.Activation)],
                tolerance,
                name + ".top10");
            Agree.Number(
                expected,
                "min_abs_pre_minus_threshold",
                artifact.Features.Min(feature => Math.Abs(input.PreActivations[feature.Feature] - feature.Threshold!.Value)),
                tolerance);
        }
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Inputs_GivenBack_AreAsNearAsInTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
        foreach (var (variant, name) in Inputs)
        {
            var expected = reference.Layer(layer).GetProperty("sae").GetProperty(name);
            var actual = Input(artifact, variant).Reconstruction;
            Assert.Equal(expected.GetProperty("l0").GetInt32(), actual.L0);
            Agree.Number(expected, "input_norm", actual.InputNorm, Tolerances.Vector);
            Agree.Ratio(expected, "reconstruction_norm", actual.Norm, Tolerances.Ratio);
            Agree.Number(expected, "cosine", actual.Cosine, Tolerances.Cosine);
            Agree.Ratio(expected, "relative_error", actual.RelativeError, Tolerances.Ratio);
        }

        var key = sweep.Keys.SteeredVector(behaviour, layer, SteeredVariant.Reconstruction, sweep.Sae(layer));
        Agree.All(
            reference.Tensor(layer, "steering_vector.reconstruction"), VectorArtifact.From(sweep.Store.Read(key)).Vector, Tolerances.Feature, "reconstruction");
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Inputs_TopFeatures_OverlapAsInTheReference(int behaviour, int layer)
    {
        var expected = new StoriesExpected(behaviour).Layer(layer).GetProperty("sae");
        var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
        var (vector, zero, scaled) = (Top(InputVariant.Vector), Top(InputVariant.Zero), Top(InputVariant.ScaledVector));
        Assert.Equal(zero, artifact.ZeroTop);
        Assert.Equal(expected.GetProperty("top5_overlap_vector_zero").GetInt32(), TopFeatures.Overlap(vector, artifact.ZeroTop, 5));
        Assert.Equal(expected.GetProperty("top5_overlap_scaled_zero").GetInt32(), TopFeatures.Overlap(scaled, artifact.ZeroTop, 5));
        Assert.Equal(expected.GetProperty("top5_overlap_vector_scaled").GetInt32(), TopFeatures.Overlap(vector, scaled, 5));
        Assert.Equal(
            expected.GetProperty("active_overlap_vector_zero").GetInt32(),
            artifact.Features.Count(feature => feature.ActivationOnVector > 0 && feature.ActivationOnZero > 0));

        IReadOnlyList<ActiveFeature> Top(InputVariant variant) => TopFeatures.Of(Input(artifact, variant).Activations, 5);
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void DefaultComponents_OfTheLargestBiases_AreTheReference(int behaviour, int layer)
    {
        var reference = new StoriesExpected(behaviour);
        var artifact = sweep.Artifacts.Decomposition(behaviour, sweep.Sae(layer));
        JsonElement[] expected = [.. reference.Layer(layer).GetProperty("default_components").EnumerateArray()];
        Assert.Equal(expected.Select(item => item.GetProperty("feature").GetInt32()), artifact.DefaultComponents.Select(item => item.Feature));
        foreach (var (item, actual) in expected.Zip(artifact.DefaultComponents))
        {
            Agree.Number(item, "b_enc", actual.EncoderBias, Tolerances.Stored);
            Agree.Number(item, "threshold", artifact.Features[actual.Feature].Threshold, Tolerances.Stored);
            Agree.Number(item, "mean_projection_corpus", actual.MeanCorpus, Tolerances.Mean);
            Agree.Number(item, "mean_projection_positive", actual.MeanMatching, Tolerances.Mean);
            Agree.Number(item, "mean_projection_negative", actual.MeanNotMatching, Tolerances.Mean);
            Agree.Number(item, "vector_projection", actual.Vector, Tolerances.Vector);
            Agree.Number(item, "scaled_vector_projection", actual.ScaledVector, Tolerances.ScaledFeature);
        }

        Agree.All(reference.Tensor(layer, "corpus_mean_projection"), artifact.DefaultProjections, Tolerances.Mean, "corpus_mean_projection");
    }

    private static double Tolerance(InputVariant variant) => variant switch
    {
        InputVariant.Zero => Tolerances.Stored,
        InputVariant.ScaledVector => Tolerances.ScaledFeature,
        _ => Tolerances.Feature,
    };

    private static InputDecomposition Input(DecompositionArtifact artifact, InputVariant variant) =>
        Assert.Single(artifact.Inputs, input => input.Variant == variant);
}
