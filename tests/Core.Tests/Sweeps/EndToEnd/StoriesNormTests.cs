using System.Globalization;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Sweeps.Items;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Part b of the reference: activation norms over ordinary text, and where the vectors' norms fall.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesNormTests(StoriesSweep sweep)
{
    public static TheoryData<int, int> Cases => StoriesSweep.Cases();

    public static TheoryData<int> Layers => [.. Enumerable.Range(0, StoriesExpected.Layers)];

    [SharedTheory]
    [MemberData(nameof(Layers))]
    public void Corpus_EveryToken_HasTheReferenceNorm(int layer)
    {
        float[] norms = [.. sweep.Keys.CorpusShards(layer).SelectMany(key => CorpusArtifact.From(sweep.Store.Read(key)).Norms)];
        Agree.All(StoriesExpected.Corpus["norms"].AsSpan(layer * 20_000, 20_000), norms, Tolerances.Activation, "norm");
    }

    [SharedTheory]
    [MemberData(nameof(Layers))]
    public void Norms_OfTheLayer_HaveTheReferenceDistribution(int layer)
    {
        var expected = StoriesExpected.CorpusJson.GetProperty("layers")[layer];
        var norms = sweep.Artifacts.Norms(layer)!;
        Assert.Equal(expected.GetProperty("count").GetInt64(), norms.Moments.Count);
        Agree.Number(expected, "mean", norms.Moments.Mean, Tolerances.Mean);
        Agree.Number(expected, "std", norms.Moments.StandardDeviation(), Tolerances.Mean);
        Agree.Number(expected, "std_sample", norms.Moments.StandardDeviation(ddof: 1), Tolerances.Mean);
        Agree.Number(expected, "min", norms.Moments.Min, Tolerances.Activation);
        Agree.Number(expected, "max", norms.Moments.Max, Tolerances.Activation);
        var quantiles = expected.GetProperty("quantiles");
        Assert.Equal(quantiles.EnumerateObject().Count(), norms.Probabilities.Length);
        foreach (var (probability, quantile) in norms.Probabilities.Zip(norms.Quantiles))
        {
            Agree.Number(quantiles, (100 * probability).ToString("0", CultureInfo.InvariantCulture), quantile, Tolerances.Activation);
        }

        Assert.Equal(20_000, norms.Counts.Sum());
        Agree.All(StoriesExpected.Corpus[$"layer{layer}.mean_activation"], norms.MeanActivation, Tolerances.Mean, "mean_activation");
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Vector_AmongTheNorms_StandsWhereTheReferenceSays(int behaviour, int layer)
    {
        var expected = new StoriesExpected(behaviour).Layer(layer);
        var vector = sweep.Artifacts.Vector(behaviour, layer, SteeringVectorMethod.MeanDifference);
        var norm = VectorMath.Norm(vector);
        var norms = sweep.Artifacts.Norms(layer)!;
        Agree.Number(expected, "norm", norm, Tolerances.Vector);
        Agree.Number(expected, "vector_norm_over_mean_activation_norm", norm / norms.Moments.Mean, Tolerances.Vector);
        Agree.Number(expected, "cosine_with_mean_activation", VectorMath.Cosine(vector, norms.MeanActivation), Tolerances.Cosine);

        // A share of 20,000 tokens: exact, since no token's norm is within rounding of the vector's.
        Assert.Equal(
            expected.GetProperty("fraction_of_activation_norms_below_vector_norm").GetDouble(), sweep.Artifacts.FractionOfNormsBelow(behaviour, layer, SteeringVectorMethod.MeanDifference));
    }
}
