using SteerScope.Core.Tests.Saes;
using SteerScope.Decomposition;
using SteerScope.Saes;
using SteerScope.Steering;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Decomposition;

public sealed class TrustedAlternativeTests
{
    private static readonly SignedDecomposition Good = new([new SignedTerm(1, -2)], new double[8], new Reconstruction(1, 0.99, 0.1, 1, 1));
    private static readonly SignedDecomposition Bad = new([], new double[8], new Reconstruction(0, 0.2, 1.1, 1, 1));

    [Fact]
    public void Choose_Candidates_TakesTheFirstThatReconstructs()
    {
        Assert.Equal(SignedMethod.ActivationDifference, TrustedAlternative.Choose(Good, Good).Method);
        Assert.Equal(SignedMethod.SignedPursuit, TrustedAlternative.Choose(Bad, Good).Method);
        Assert.Null(TrustedAlternative.Choose(Bad, Bad).Method);
        Assert.Equal(
            "Read 1 signed decoder directions of 8 dimensions (cosine 0.99, relative error 0.10) instead; the difference of feature activations over the pairs (cosine 0.20, relative error 1.10) misses the vector.",
            TrustedAlternative.Choose(Bad, Good).Sentence);
    }

    [SharedTheory]
    [InlineData("letter-A-control", SignedMethod.ActivationDifference)]
    [InlineData("corrigible-neutral-HHH", SignedMethod.SignedPursuit)]
    public void Choose_Stories260k_DependsOnTheVectorsSize(string behaviour, SignedMethod method)
    {
        // A vector of an activation's size is seen in the difference of activations, one of 1 % drowns in the SAE's error.
        for (var layer = 0; layer < 5; layer++)
        {
            var reference = new StoriesReference(behaviour, layer);
            using var file = StoriesReference.OpenSae(layer);
            using var sae = new Sae<SaeTestTensor>(file, new SaeTestOps());
            var vector = SteeringVectorBuilder.MeanDifference(reference.Matching, reference.NotMatching);
            var difference = ActivationDifferenceDecomposition.Of(file, sae.SumActivations(reference.Matching), sae.SumActivations(reference.NotMatching), vector);
            Assert.Equal(method, TrustedAlternative.Choose(difference, SignedPursuit.Of(file, vector, 16).Decomposition).Method);
        }
    }
}
