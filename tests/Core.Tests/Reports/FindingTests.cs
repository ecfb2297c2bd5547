using SteerScope.Reports;
using Xunit;

namespace SteerScope.Core.Tests.Reports;

public sealed class FindingTests
{
    private static readonly LayerRow Row = new()
    {
        Behaviour = "bee",
        Layer = 1,
        Sae = "own",
        Norm = 1,
        RatioToMeanNorm = 0.5,
        FractionBelow = 0.005,
        Cosine = 0.25,
        ScaledCosine = 0.5,
        OverlapWithZero = 4,
        SpuriousShare = 0.3,
        Roles = new RoleCounts(1, 20, 10, 5),
        SlopeVector = 2,
        SlopeReconstruction = 0.5,
        SlopePursuit = 1.9,
    };

    [Fact]
    public void Compose_OneRow_SaysItsNumbers()
    {
        var findings = FindingText.Compose([Row]);

        Assert.Equal(
            [
                ("Norms", "The norms of 1 vector are 50 % to 50 % of the mean activation norm, half of them below 50 %; 1 of 1 lie outside the middle 98 % of activation norms."),
                ("Zero vector", "Of a vector's top 5 features, 4.0 on average are those that the SAE reports for no vector at all; in 1 of 1 decomposition it is at least half of them."),
                ("Scaling", "Rescaling to the mean activation norm takes the median cosine of vector and SAE reconstruction from 0.25 to 0.50; it reaches 0.9 in 0 of 1 decomposition."),
                ("Negative projections", "A decomposition reports nothing for 20 features on average on which the prompts differ (suppressed), and 10 that neither kind of prompt activates (spurious), with a median 30 % of what the SAE makes active on the vector."),
                ("Steering", "Added once, the best vectors move the answer-logit difference the right way: bee at layer 1 by 2.00. Their SAE reconstructions keep 25 % of that, the signed decompositions by pursuit 95.0 %."),
            ],
            findings.Select(finding => (finding.Name, finding.Sentence.Replace('\u00a0', ' '))));
    }

    [Fact]
    public void Compose_SeveralRows_CountsEachVectorOnceAndTakesTheBestLayerOfEachBehaviour()
    {
        var findings = FindingText.Compose(
        [
            Row with { RatioToMeanNorm = 0.1, FractionBelow = 0.5, Sae = "other" },
            Row with { RatioToMeanNorm = 0.1, FractionBelow = 0.5, OverlapWithZero = 1 },
            Row with { Layer = 2, SlopeVector = 4, SlopeReconstruction = -1, RatioToMeanNorm = 0.3, FractionBelow = 1 },
            Row with { Behaviour = "cat", SlopeVector = 1, SlopeReconstruction = 1, Cosine = 0.75, ScaledCosine = 0.95 },
        ]);

        Assert.Contains("3 vectors are 10 % to 50 % of the mean activation norm, half of them below 30 %; 2 of 3 lie outside", Plain(findings[0]), StringComparison.Ordinal);
        Assert.Contains("3.2 on average", Plain(findings[1]), StringComparison.Ordinal);
        Assert.Contains("in 3 of 4 decompositions", Plain(findings[1]), StringComparison.Ordinal);
        Assert.Contains("reaches 0.9 in 1 of 4 decompositions", Plain(findings[2]), StringComparison.Ordinal);
        Assert.Contains("bee at layer 2 by 4.00; cat at layer 1 by 1.00. Their SAE reconstructions keep −25 % to 100 % of that", Plain(findings[4]), StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_NothingMeasured_SaysNothing() =>
        Assert.Empty(FindingText.Compose([new LayerRow { Behaviour = "bee", Layer = 0, Norm = 1 }]));

    [Fact]
    public void Compose_EveryVectorSteersTheWrongWay_SaysSo() =>
        Assert.Equal("No vector steers the right way at any layer.", FindingText.Compose([Row with { SlopeVector = -1 }])[^1].Sentence);

    private static string Plain(Finding finding) => finding.Sentence.Replace('\u00a0', ' ');
}
