using System.Xml.Linq;
using SteerScope.Reports;
using Xunit;

namespace SteerScope.Core.Tests.Reports;

public sealed class FigureTests
{
    public static TheoryData<FigureKind> Kinds => [.. Enum.GetValues<FigureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_MissingFigure_SaysWhyInOneSentence(FigureKind kind)
    {
        var number = (int)kind + 1;
        var sample = SampleReport.Create();
        var section = Page.Figure(Page.Parse(sample with { Focus = Without(sample.Focus!, kind) }), number);

        Assert.Empty(section.Descendants("figure"));
        Assert.Empty(section.Descendants("svg"));
        var sentence = section.Elements("p").Single().Value;
        Assert.StartsWith($"Figure {number} is left out: ", sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_MissingFigureWithAReason_GivesTheReason(FigureKind kind)
    {
        var sample = SampleReport.Create();
        var focus = Without(sample.Focus!, kind) with { WhyMissing = new Dictionary<FigureKind, string> { [kind] = "the item failed." } };

        Assert.EndsWith("the item failed.", Page.Figure(Page.Parse(sample with { Focus = focus }), (int)kind + 1).Elements("p").Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_FigureWithNothingInIt_SaysSo(FigureKind kind) =>
        Assert.Empty(Page.Figure(Page.Parse(SampleExtremes.Empty()), (int)kind + 1).Descendants("svg"));

    [Fact]
    public void Write_NoSae_NamesTheLayerThatHasNone() =>
        Assert.Equal("Figure 2 is left out: the sweep has no SAE for layer 2.", Page.Figure(Page.Parse(SampleExtremes.WithoutSae()), 2).Elements("p").Single().Value);

    [Fact]
    public void Write_NoFocus_SaysThatThereIsNoVector() =>
        Assert.Contains("the sweep made no steering vector", Page.Write(SampleExtremes.Bare()), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_Figure_HasItsTakeawayInBoldFirst(FigureKind kind)
    {
        var caption = Page.Figure(Page.Parse(SampleReport.Create()), (int)kind + 1).Descendants("figcaption").Single();

        var first = Assert.IsType<XElement>(caption.FirstNode);
        Assert.Equal("b", first.Name);
        Assert.StartsWith($"Figure {(int)kind + 1}. ", first.Value, StringComparison.Ordinal);
        Assert.True(caption.Value.Length > first.Value.Length + 20);
    }

    [Fact]
    public void Write_Captions_SayTheNumbers()
    {
        var page = Page.Parse(SampleReport.Create());

        Assert.Contains("is 0.0435, 0.7\u00a0% of the mean activation norm", Page.Figure(page, 1).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("below every one of 20,000 activations", Page.Figure(page, 1).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("5 of the top 5 features of the steering vector are those of the zero vector", Page.Figure(page, 2).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("scaled vector 0, mean + vector 1", Page.Figure(page, 2).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("switches the feature on", Page.Figure(page, 3).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("cosine −0.562", Page.Figure(page, 4).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
        Assert.Contains("16 signed features leave 18\u00a0%", Page.Figure(page, 6).Descendants("figcaption").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SharedFeatures_AreMarkedByMoreThanColour()
    {
        var first = Page.Charts(new XDocument(Page.Figure(Page.Parse(SampleReport.Create()), 2))).First();

        Assert.Equal(5, first.Elements("text").Count(text => text.Value.StartsWith("◆ ", StringComparison.Ordinal)));
        Assert.Equal(5, first.Elements("rect").Count(bar => ((string?)bar.Attribute("style"))?.StartsWith("fill:url(#", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Write_EveryNumberOfAChart_IsInATable()
    {
        var model = SampleReport.Create();
        var page = Page.Parse(model);
        var focus = model.Focus!;

        AssertInTables(page, 1, [.. focus.Norms!.Bins.Select(bin => NumberText.Count(bin.Count)), NumberText.Significant(focus.Norms.Mean), .. focus.Norms.Vectors.Select(mark => NumberText.Significant(mark.Norm))]);
        VariantFeatures[] variants = [focus.TopFeatures!.Vector, focus.TopFeatures.Zero, .. focus.TopFeatures.Others];
        AssertInTables(page, 2, variants.SelectMany(variant => variant.Top).SelectMany(entry => new[] { $"{entry.Feature}", NumberText.Significant(entry.Activation) }));
        AssertInTables(page, 3, focus.DefaultComponents!.Components.SelectMany(one => Numbers(one.RandomText!, one.Matching!, one.NotMatching!).Concat([one.Vector, one.ScaledVector!.Value, one.EncoderBias, one.Threshold!.Value])).Select(number => NumberText.Significant(number)));
        AssertInTables(page, 4, focus.FeatureContrasts!.Features.SelectMany(one => Numbers(one.Matching, one.NotMatching).Concat([one.VectorOnEncoder, one.VectorOnDecoder, one.ActivationOnVector, one.MostOpposedCosine!.Value])).Select(number => NumberText.Significant(number)));
        AssertInTables(page, 5, focus.Steerability!.Series.SelectMany(series => series.Layers).SelectMany(point => new[] { NumberText.Significant(point.Mean), NumberText.Significant(point.Std), NumberText.Percent(point.AntiSteerable) }));
        AssertInTables(page, 5, focus.Steerability.Curves.SelectMany(curve => curve.Points).SelectMany(point => new[] { NumberText.Significant(point.Multiplier), NumberText.Significant(point.Mean), NumberText.Significant(point.Std) }));
        AssertInTables(page, 6, focus.SignedDecomposition!.Coefficients.SelectMany(entry => new[] { $"{entry.Feature}", NumberText.Significant(entry.Coefficient) }));
    }

    private static IEnumerable<double> Numbers(params Distribution[] values) => values.SelectMany(one => one.Quantiles is { } q ? new[] { one.Mean, q.P05, q.P25, q.P50, q.P75, q.P95 } : [one.Mean]);

    private static void AssertInTables(XDocument page, int figure, IEnumerable<string> expected)
    {
        var cells = Page.Cells(Page.Figure(page, figure));
        Assert.All(expected, number => Assert.Contains(number, cells));
    }

    private static FocusModel Without(FocusModel focus, FigureKind kind) => kind switch
    {
        FigureKind.Norms => focus with { Norms = null },
        FigureKind.TopFeatures => focus with { TopFeatures = null },
        FigureKind.DefaultComponents => focus with { DefaultComponents = null },
        FigureKind.FeatureContrasts => focus with { FeatureContrasts = null },
        FigureKind.Steerability => focus with { Steerability = null },
        _ => focus with { SignedDecomposition = null },
    };
}
