using FsCheck.Xunit;
using SteerScope.Reports;
using Xunit;

namespace SteerScope.Core.Tests.Reports;

public sealed class VerdictTests
{
    private static readonly LayerRow Good = new()
    {
        Behaviour = "honesty",
        Layer = 12,
        Sae = "width_16k",
        Norm = 4,
        RatioToMeanNorm = 0.9,
        FractionBelow = 0.3,
        Cosine = 0.97,
        RelativeError = 0.2,
        OverlapWithZero = 0,
        Roles = new RoleCounts(20, 0, 0, 0),
    };

    [Fact]
    public void Assess_GoodNumbers_IsTrusted() => Assert.Equal(TrustLevel.Trusted, VerdictRule.Assess(Good));

    [Fact]
    public void Assess_NoSae_IsNotAssessed() => Assert.Equal(TrustLevel.NotAssessed, VerdictRule.Assess(Good with { Sae = null }));

    [Theory]
    [InlineData(3, 0.97, 0.2, TrustLevel.NotTrusted)]
    [InlineData(2, 0.97, 0.2, TrustLevel.Trusted)]
    [InlineData(0, 0.49, 0.2, TrustLevel.NotTrusted)]
    [InlineData(0, 0.89, 0.2, TrustLevel.Doubtful)]
    [InlineData(0, 0.97, 1.0, TrustLevel.NotTrusted)]
    [InlineData(0, 0.97, 0.51, TrustLevel.Doubtful)]
    [InlineData(0, double.NaN, 0.2, TrustLevel.NotTrusted)]
    public void Assess_OneBadNumber_LowersTheVerdict(int overlap, double cosine, double error, TrustLevel expected) =>
        Assert.Equal(expected, VerdictRule.Assess(Good with { OverlapWithZero = overlap, Cosine = cosine, RelativeError = error }));

    [Theory]
    [InlineData(0.1, TrustLevel.Trusted)]
    [InlineData(0.11, TrustLevel.Doubtful)]
    public void Assess_ActivationThatNoPromptHas_IsDoubtful(double share, TrustLevel expected) =>
        Assert.Equal(expected, VerdictRule.Assess(Good with { SpuriousShare = share }));

    [Fact]
    public void Assess_ReferenceNumbers_TrustsNoDecompositionInFull()
    {
        var verdicts = SampleReport.Create().Layers.Select(row => row.Verdict).ToList();

        Assert.Equal(Enumerable.Repeat(TrustLevel.NotTrusted, 9).Append(TrustLevel.Doubtful), verdicts);
    }

    [Fact]
    public void Compose_ZeroVectorsFeatures_NamesTheFaults()
    {
        var verdict = VerdictText.Compose(SampleReport.Create().Layers[2]);

        Assert.Equal(TrustLevel.NotTrusted, verdict.Level);
        Assert.Equal("At layer 2 the SAE decomposition of corrigible-neutral-HHH cannot be trusted: 5 of its top 5 features are those of the zero vector, its reconstruction points elsewhere (cosine −0.128), and its error is 66.3 times the vector's length, where reconstructing nothing would score 1.", verdict.Sentences[0]);
        Assert.Contains(verdict.Sentences, sentence => sentence.Contains("the encoder bias decides", StringComparison.Ordinal));
        Assert.DoesNotContain(verdict.Sentences, sentence => sentence.Contains("a letter", StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_UnbalancedLetters_Warns() =>
        Assert.Contains("The matching answer is A in 100\u00a0% of the pairs, so part of this vector is a letter, not the behaviour.", VerdictText.Compose(SampleReport.Create().Layers[9]).Sentences);

    [Fact]
    public void Compose_Trusted_SaysSo() => Assert.StartsWith("At layer 12 the SAE decomposition of honesty can be trusted: ", VerdictText.Compose(Good).Sentences[0], StringComparison.Ordinal);

    [Property]
    public void Compose_AnyNumbers_GivesWholeSentences(double norm, double? ratio, double? cosine, double? error, double? slope, int? overlap)
    {
        var row = Good with { Norm = norm, RatioToMeanNorm = ratio, Cosine = cosine, RelativeError = error, SlopeVector = slope, OverlapWithZero = overlap };

        Assert.All(VerdictText.Compose(row).Sentences, sentence =>
        {
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", sentence, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Summarise_Reference_CountsTheVerdicts() =>
        Assert.StartsWith("Of 10 SAE decompositions, none can be trusted, 1 only in parts, and 9 cannot.", VerdictText.Summarise(SampleReport.Create().Layers), StringComparison.Ordinal);

    [Theory]
    [InlineData(50, 100, false)]
    [InlineData(55, 100, false)]
    [InlineData(56, 100, true)]
    [InlineData(0, 0, false)]
    public void IsUnbalanced_AnyCounts_FollowsTheTolerance(long matchingIsA, long pairs, bool expected) =>
        Assert.Equal(expected, new LetterBalance("b", matchingIsA, pairs).IsUnbalanced);
}
