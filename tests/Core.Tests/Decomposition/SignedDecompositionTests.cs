using FsCheck.Xunit;
using SteerScope.Core.Tests.Saes;
using SteerScope.Decomposition;
using SteerScope.Saes;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Decomposition;

public sealed class SignedDecompositionTests
{
    [Property(MaxTest = 40)]
    public void SignedPursuit_PlantedTerms_AreFoundWithTheirSigns(int seed, byte count)
    {
        // 40 nearly orthogonal rows of different norms in 200 dimensions.
        var random = new Random(seed);
        var decoder = Enumerable.Range(0, 40).Select(feature => Gaussian(random, 200, 0.5 + (feature % 3))).ToArray();
        using var file = PlantedSae.JumpRelu(decoder);
        var planted = Enumerable.Range(0, 40).OrderBy(_ => random.Next()).Take(1 + (count % 4))
            .ToDictionary(feature => feature, feature => (random.Next(2) == 0 ? -1 : 1) * (1 + random.NextDouble()) / file.DecoderNorms[feature]);
        var vector = new double[200];
        foreach (var (feature, coefficient) in planted)
        {
            VectorMath.AddScaled(vector, coefficient, file.DecoderRow(feature));
        }

        var result = SignedPursuit.Of(file, vector, 20, tolerance: 1e-8);
        Assert.True(result.Decomposition.Reconstruction.RelativeError < 1e-8);
        foreach (var (feature, coefficient) in planted)
        {
            Assert.Equal(coefficient, result.Decomposition.Terms.Single(term => term.Feature == feature).Coefficient, 1e-6);
        }

        // The values are what the terms say.
        var coefficients = new double[40];
        foreach (var term in result.Decomposition.Terms)
        {
            coefficients[term.Feature] = term.Coefficient;
        }

        Assert.True(VectorMath.Norm(VectorMath.Difference(SaeDecoder.Combine(file, coefficients), result.Decomposition.Values)) < 1e-8 * VectorMath.Norm(vector));
    }

    [Fact]
    public void SignedPursuit_OrthonormalRows_TakesLargestFirstAndLowerIndexOnTies()
    {
        using var file = PlantedSae.JumpRelu([[0, 0, 2], [1, 0, 0], [0, 1, 0], [0, 0, 0]]);
        var result = SignedPursuit.Of(file, [-3, 3, 4], 2);
        Assert.Equal([new SignedTerm(0, 2), new SignedTerm(1, -3)], result.Decomposition.Terms);
        Assert.Equal([4.0, -3.0], result.Steps.Select(step => step.Correlation));
        Assert.Equal(Math.Sqrt(18), result.Steps[0].ResidualNorm, 1e-12);
        Assert.Equal(3, result.Steps[1].ResidualNorm, 1e-12);
        Assert.Equal(2, result.Decomposition.Reconstruction.L0);
    }

    [Fact]
    public void SignedPursuit_DuplicateRows_PassesOverTheSecond()
    {
        using var file = PlantedSae.JumpRelu([[1, 1], [2, 2], [1, -1]]);
        var result = SignedPursuit.Of(file, [3, 1], 10);
        Assert.Equal([0, 2], result.Steps.Select(step => step.Feature));
        Assert.Equal(0, result.Decomposition.Reconstruction.RelativeError!.Value, 1e-12);
    }

    [Fact]
    public void SignedPursuit_ZeroVector_HasNoTerms()
    {
        using var file = PlantedSae.JumpRelu([[1, 1]]);
        Assert.Empty(SignedPursuit.Of(file, [0, 0], 3).Steps);
    }

    [Fact]
    public void ActivationDifference_BiasDrivenSae_FindsTheDirectionTurnedDown()
    {
        // Features along +x, +y and -x. Biases keep the default direction y from showing on activations; the vector loses it.
        using var file = PlantedSae.JumpRelu([[1, 0], [0, 1], [-1, 0]], encoderBias: [0, 2, 0], threshold: [0.1f, 0.1f, 0.1f]);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var matching = new ActivationRows(new[] { 1f, -3, 1, -3 }, 2, 2);
        var other = new ActivationRows(new[] { 4f, -3, 4, -3 }, 2, 2);
        var vector = new double[] { -3, 0 };
        var (positive, negative) = (sae.SumActivations(matching), sae.SumActivations(other));

        // The SAE itself reports the bias and the opposite direction.
        var misled = TopFeatures.Of(sae.Encode(vector).Activations, 5);
        Assert.Equal([2, 1], misled.Select(item => item.Feature));
        var features = FeatureRoles.Of(file, positive, negative, vector, sae.Encode(vector).Activations, sae.Encode([0.0, 0.0]).Activations);
        Assert.Equal([FeatureRole.Suppressed, FeatureRole.Bias, FeatureRole.Spurious], features.Select(feature => feature.Role));
        Assert.Equal(new OpposedFeature(2, 0, -1), OpposedFeatures.Of(file, [2])[0]);

        var truth = ActivationDifferenceDecomposition.Of(file, positive, negative, vector);
        Assert.Equal([new SignedTerm(0, -3)], truth.Terms);
        Assert.Equal(0, truth.Reconstruction.RelativeError);

        var verdict = Trustworthiness.Judge(misled, TopFeatures.Of(sae.Encode([0.0, 0.0]).Activations, 5), Reconstruction.Of(vector, [-3, 2], 2), features, 0);
        Assert.Equal(
            "The decomposition cannot be trusted: the reconstruction has cosine 0.83 with the vector (at least 0.90 is needed); its relative error is 0.67 (at most 0.50); 100 % of the activation is in features that neither class of prompts activates (at most 10 %); its norm lies above 0 % of activation norms, outside what the SAE was trained on.",
            verdict.Sentence);
    }

    [Fact]
    public void ActivationDifference_FewTerms_KeepsTheLargest()
    {
        using var file = PlantedSae.JumpRelu([[1, 0], [0, 1]]);
        var result = ActivationDifferenceDecomposition.Of(file, new VectorSums(2, [2, 0]), new VectorSums(1, [0, 4]), [1, -4], terms: 1);
        Assert.Equal([new SignedTerm(1, -4)], result.Terms);
        Assert.Equal([0.0, -4.0], result.Values);
    }

    [Fact]
    public void ActivationDifference_NormalisingSae_IsRefused()
    {
        using var plain = PlantedSae.JumpRelu([[1, 0], [0, 1]]);
        using var file = PlantedSae.Of(plain.Spec with { Normalisation = SaeNormalisation.LayerNorm }, plain.Weights);
        Assert.Throws<InputException>(() => ActivationDifferenceDecomposition.Of(file, new VectorSums(1, [1, 0]), new VectorSums(1, [0, 1]), [1, -1]));
    }

    [Fact]
    public void Judge_SoundDecomposition_IsTrusted()
    {
        using var file = PlantedSae.JumpRelu([[1, 0], [0, 1]], threshold: [0.1f, 0.1f]);
        using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
        var vector = new double[] { 3, 0 };
        var encoding = sae.Encode(vector);
        var features = FeatureRoles.Of(file, new VectorSums(1, [3, 1]), new VectorSums(1, [0, 1]), vector, encoding.Activations, new float[2]);
        var verdict = Trustworthiness.Judge(TopFeatures.Of(encoding.Activations, 5), [], Reconstruction.Of(vector, sae.Decode(encoding), 1), features, 0.4);
        Assert.True(verdict.IsTrusted);
        Assert.False(verdict.NormIsOutside);
        Assert.StartsWith("The decomposition can be trusted: the reconstruction has cosine 1.00 and relative error 0.00, 0 of the 5", verdict.Sentence, StringComparison.Ordinal);
    }

    private static float[] Gaussian(Random random, int width, double norm)
    {
        var values = Enumerable.Range(0, width).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())).ToArray();
        return [.. values.Select(value => (float)(norm * value / Math.Sqrt(width)))];
    }
}
