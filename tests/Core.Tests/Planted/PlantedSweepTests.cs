using SteerScope.Decomposition;
using SteerScope.Planted;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Planted;

/// <summary>The analysis finds what was planted.</summary>
public sealed class PlantedSweepTests(PlantedRun run) : IClassFixture<PlantedRun>
{
    private const int Top = 5;

    /// <summary>Behaviour, and layers that hold the whole planted direction.</summary>
    public static TheoryData<int, int> PlantedLayers
    {
        get
        {
            var data = new TheoryData<int, int>();
            for (var behaviour = 0; behaviour < PlantedWords.Behaviours.Count; behaviour++)
            {
                for (var layer = PlantedModel.ReadingLayer; layer < PlantedModel.Layers; layer++)
                {
                    data.Add(behaviour, layer);
                }
            }

            return data;
        }
    }

    public static TheoryData<AddingPositions, PropensityMetric> Measures
    {
        get
        {
            var data = new TheoryData<AddingPositions, PropensityMetric>();
            foreach (var positions in Enum.GetValues<AddingPositions>())
            {
                foreach (var metric in Enum.GetValues<PropensityMetric>())
                {
                    data.Add(positions, metric);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Run_PlantedWorld_CompletesWithABalancedPage()
    {
        Assert.True(run.Outcome.Complete);
        foreach (var behaviour in run.Sweep.Behaviours)
        {
            Assert.Empty(behaviour.Tokenized.LeftOut);
            Assert.Equal(30, behaviour.Letters.Matching["A"]);
            Assert.Equal(30, behaviour.Letters.Matching["B"]);
            Assert.Contains(behaviour.Name, run.Report, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(PlantedLayers))]
    public void Vector_EveryMethod_IsThePlantedDirection(int behaviour, int layer)
    {
        var planted = run.PlantedVector(behaviour);
        var vector = run.Vector(behaviour, layer);
        Assert.InRange(VectorMath.Norm(vector) / VectorMath.Norm(planted), 0.9, 1.1);
        foreach (var method in Enum.GetValues<SteeringVectorMethod>())
        {
            Assert.InRange(Cosine(run.Vector(behaviour, layer, method), planted), 0.95, 1);
        }

        // Finding 1 of the paper: the vector's norm lies outside the distribution of activation norms.
        Assert.Equal(0, run.Artifacts.FractionOfNormsBelow(behaviour, layer, SteeringVectorMethod.MeanDifference));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Vector_BeforeTheReadingLayer_IsNothingThenAPart(int behaviour)
    {
        var planted = run.PlantedVector(behaviour);
        Assert.InRange(VectorMath.Norm(run.Vector(behaviour, 0)), 0, 0.01);
        var part = run.Vector(behaviour, PlantedModel.FirstReadingLayer);
        Assert.InRange(Cosine(part, planted), 0.9, 1);
        Assert.InRange(VectorMath.Norm(part) / VectorMath.Norm(planted), 0.3, 0.4);
    }

    [Fact]
    public void Vector_OfTheOtherBehaviour_IsAnotherDirection() => Assert.InRange(
        Cosine(run.Vector(0, PlantedModel.ReadingLayer), run.Vector(1, PlantedModel.ReadingLayer)), -0.1, 0.1);

    [Theory]
    [MemberData(nameof(Measures))]
    public void Steerability_ByLayer_RisesToTheReadingLayerAndFallsWithTheWritingOnes(AddingPositions positions, PropensityMetric metric)
    {
        for (var behaviour = 0; behaviour < 2; behaviour++)
        {
            double[] slopes = [.. Enumerable.Range(0, PlantedModel.Layers).Select(layer => run.Steerability(behaviour, layer, SteeredVariant.Vector, positions, metric).SlopeMean)];
            Assert.InRange(slopes[0], -0.1, 0.1);
            Assert.InRange(slopes[PlantedModel.FirstReadingLayer], 0.4, 1.5);
            Assert.InRange(slopes[PlantedModel.ReadingLayer], 1.5, 5);
            for (var layer = PlantedModel.ReadingLayer + 1; layer < PlantedModel.Layers; layer++)
            {
                if (layer < PlantedModel.LastWritingLayer)
                {
                    Assert.InRange(slopes[layer], 0.75, 0.75 * slopes[layer - 1]);
                }
                else
                {
                    Assert.InRange(slopes[layer], -0.1, 0.1);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Steerability_OfDecompositions_SignedOnesSteerAndTheSaesOwnDoesNot(int behaviour)
    {
        const int Layer = PlantedModel.ReadingLayer;
        var vector = run.Steerability(behaviour, Layer);
        Assert.Equal(0, vector.AntiSteerableFraction);
        Assert.InRange(run.Steerability(behaviour, Layer, SteeredVariant.Pursuit).SlopeMean / vector.SlopeMean, 0.95, 1.05);
        Assert.InRange(run.Steerability(behaviour, Layer, SteeredVariant.ActivationDifference).SlopeMean / vector.SlopeMean, 0.9, 1.1);
        Assert.InRange(run.Steerability(behaviour, Layer, SteeredVariant.Reconstruction).SlopeMean / vector.SlopeMean, -0.2, 0.2);
    }

    [Theory]
    [MemberData(nameof(PlantedLayers))]
    public void Decomposition_TopFeatures_AreTheZeroVectorsToo(int behaviour, int layer)
    {
        var decomposition = run.Decomposition(behaviour, layer);
        int[] bias = [.. Enumerable.Range(PlantedSae.FirstBias, Top)];
        Assert.Equal(bias, decomposition.ZeroTop.Select(f => f.Feature));
        var vector = decomposition.Inputs.Single(i => i.Variant == InputVariant.Vector);
        Assert.Equal(bias, TopFeatures.Of(vector.Activations, Top).Select(f => f.Feature));
        Assert.InRange(vector.Reconstruction.Cosine!.Value, -0.3, 0.3);
        Assert.False(decomposition.IsTrusted);

        // Inside the SAE's input distribution the bias features are quiet and the choice comes first.
        var inside = decomposition.Inputs.Single(i => i.Variant == InputVariant.MeanPlusVector);
        Assert.Equal(PlantedSae.Choice(behaviour, 0), TopFeatures.Of(inside.Activations, 1)[0].Feature);
        Assert.All(bias, feature => Assert.InRange(inside.Activations[feature], 0, 0.1 * vector.Activations[feature]));
    }

    [Theory]
    [MemberData(nameof(PlantedLayers))]
    public void Decomposition_PlantedFeatures_HaveTheirRoles(int behaviour, int layer)
    {
        var features = run.Decomposition(behaviour, layer).Features;
        Assert.Equal(FeatureRole.Aligned, features[PlantedSae.Choice(behaviour, 0)].Role);
        Assert.Equal(FeatureRole.Suppressed, features[PlantedSae.Choice(behaviour, 1)].Role);
        Assert.All(Enumerable.Range(PlantedSae.FirstBias, PlantedSae.BiasFeatures), f => Assert.Equal(FeatureRole.Bias, features[f].Role));
        Assert.Equal(behaviour == 0 ? FeatureRole.Suppressed : FeatureRole.Inactive, features[PlantedSae.Hesitation].Role);
        Assert.Equal(behaviour == 0 ? FeatureRole.Spurious : FeatureRole.Inactive, features[PlantedSae.AntiHesitation].Role);
    }

    [Fact]
    public void Decomposition_SpuriousFeature_IsOpposedToTheSuppressedOne()
    {
        for (var layer = PlantedModel.ReadingLayer; layer < PlantedModel.Layers; layer++)
        {
            var opposed = run.Decomposition(0, layer).Opposed.Single(o => o.Feature == PlantedSae.AntiHesitation);
            Assert.Equal(PlantedSae.Hesitation, opposed.Opposed);
            Assert.Equal(-1, opposed.Cosine, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(PlantedLayers))]
    public void Decomposition_DefaultComponents_OffsetTheBiasInTextAndAreMissingInTheVector(int behaviour, int layer)
    {
        var components = run.Decomposition(behaviour, layer).DefaultComponents;
        Assert.Equal(Enumerable.Range(PlantedSae.FirstBias, Top), components.Select(c => c.Feature));
        foreach (var component in components)
        {
            Assert.InRange(component.MeanCorpus!.Value / -component.EncoderBias, 0.85, 1.15);
            Assert.InRange(component.MeanMatching / -component.EncoderBias, 0.85, 1.2);
            Assert.InRange(component.MeanNotMatching / -component.EncoderBias, 0.85, 1.2);
            Assert.InRange(component.Vector / component.EncoderBias, -0.05, 0.05);
            Assert.InRange(component.ScaledVector!.Value / component.EncoderBias, -0.15, 0.15);
        }
    }

    [Theory]
    [MemberData(nameof(PlantedLayers))]
    public void Signed_BothMethods_RecoverThePlantedFeaturesWithTheirSigns(int behaviour, int layer)
    {
        var hesitation = PlantedModel.HesitationSizes[0] - PlantedModel.HesitationSizes[1];
        (int Feature, double Size)[] planted =
        [
            (PlantedSae.Choice(behaviour, 0), PlantedModel.ChoiceSize),
            (PlantedSae.Choice(behaviour, 1), -PlantedModel.ChoiceSize),
            .. behaviour == 0 ? [(PlantedSae.Hesitation, hesitation)] : ((int, double)[])[],
        ];
        var signed = run.Decomposition(behaviour, layer).Signed;
        Assert.Equal(2, signed.Count);
        foreach (var entry in signed)
        {
            Assert.InRange(entry.Reconstruction.Cosine!.Value, 0.95, 1);
            Assert.Equal(planted.Select(p => p.Feature).Order(), entry.Terms.Take(planted.Length).Select(t => t.Feature).Order());
            foreach (var (feature, size) in planted)
            {
                Assert.InRange(entry.Terms.Single(t => t.Feature == feature).Coefficient / size, 0.85, 1.15);
            }
        }
    }

    private static double Cosine(double[] a, double[] b) => VectorMath.Cosine(a, b)!.Value;
}
