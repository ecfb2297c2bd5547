using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SteerScope.Reports;
using Xunit;

namespace SteerScope.Core.Tests.Reports;

public sealed partial class HtmlReportTests
{
    public static TheoryData<string> Samples => [.. SampleExtremes.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Write_AnyModel_IsWellFormedWithUniqueIds(string sample)
    {
        var page = Page.Parse(SampleExtremes.All[sample]());

        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.Descendants("a").Attributes("href"), href => Assert.Contains(href.Value[1..], ids));
        Assert.Equal("en", (string?)page.Root!.Attribute("lang"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Write_AnyModel_LoadsNothingAndRunsNothing(string sample)
    {
        var text = Page.Write(SampleExtremes.All[sample]());
        var page = Page.Parse(SampleExtremes.All[sample]());

        Assert.DoesNotContain("http://", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", text, StringComparison.OrdinalIgnoreCase);
        Assert.All(Url().Matches(text), match => Assert.StartsWith("url(#", match.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "object" or "embed" or "base");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "srcset" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes("href"), href => Assert.StartsWith("#", href.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Write_AnyModel_ShowsNoNumberThatIsNone(string sample)
    {
        var page = Page.Parse(SampleExtremes.All[sample]());

        var texts = page.Descendants().Where(element => element.Name != "style").SelectMany(element =>
            element.Attributes().Select(attribute => attribute.Value).Concat(element.Nodes().OfType<XText>().Select(node => node.Value)));
        Assert.All(texts, text => Assert.DoesNotMatch(NotANumber(), text));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesInAnyCulture()
    {
        var first = Page.Write(SampleReport.Create());
        var before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NumberGroupSeparator = ".";
        foreign.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(first, Page.Write(SampleReport.Create()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.DoesNotContain('\r', first);
    }

    [Fact]
    public void Write_HostileNames_ComeOutAsText()
    {
        var page = Page.Parse(SampleExtremes.HostileNames());
        var shown = SampleExtremes.Hostile.Replace('\u0001', '\ufffd').Replace('\ud800', '\ufffd');

        Assert.Equal(shown, page.Descendants("h1").Single().Value.Trim());
        Assert.Equal(shown, page.Descendants("pre").Single().Value.Trim());
        Assert.Contains(page.Descendants("article").Descendants("h3"), heading => heading.Value.StartsWith(shown, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", Page.Write(SampleExtremes.HostileNames()), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Write_Header_NamesEverythingThatARowDependsOn()
    {
        var sweep = SampleReport.Sweep();
        var text = Page.Parse(SampleReport.Create()).Descendants("section").Single(section => (string?)section.Attribute("id") == "run").Value;

        string[] facts = [sweep.ModelName, sweep.ModelType, "5 layers", "d_model 64", .. sweep.Behaviours, "width_512 (jumprelu, 512 features, layers 0–4)", sweep.Device, sweep.Provider, sweep.Precision, sweep.Hook, sweep.ReadPosition, sweep.BosPolicy, sweep.Template, .. sweep.Versions.Select(entry => entry.Value), .. sweep.Digests.Select(entry => entry.Value)];
        Assert.All(facts, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_Layers_HasARowPerLayerWithItsVerdict()
    {
        var model = SampleReport.Create();
        var page = Page.Parse(model);

        var rows = page.Descendants("table").Single(table => (string?)table.Attribute("class") == "layers").Descendants("tr").Where(row => row.Elements("td").Count() > 5).ToList();
        Assert.Equal(model.Layers.Count, rows.Count);
        Assert.Single(rows, row => (string?)row.Attribute("class") == "focus");
        Assert.Equal(["✕ no", "0.0198", "0.0057", "0\u00a0%", "125", "123", "0.291", "120", "5 of 5", "4", "35", "116", "112", "0.0011", "−0.0108", "45\u00a0%", "50\u00a0%", "21\u00a0%"], rows[0].Elements("td").Select(cell => cell.Value.Trim()));
        Assert.Contains(rows[5].Elements("td"), cell => cell.Value.Trim() == "⚠ 100\u00a0%");
    }

    [Fact]
    public void Write_TwoSaesOfOneLayer_TellsThemApart()
    {
        var row = SampleReport.Create().Layers[2];
        var page = Page.Parse(SampleReport.Create() with { Layers = [row with { Sae = "narrow" }, row with { Sae = "wide" }] });

        var table = page.Descendants("table").Single(one => (string?)one.Attribute("class") == "layers");
        Assert.Contains(table.Descendants("td"), cell => cell.Value.Trim() == "narrow");
        Assert.Contains(table.Descendants("td"), cell => cell.Value.Trim() == "wide");
    }

    [Fact]
    public void Write_Warnings_AreNoticedAtTheTopAndListedWithCounts()
    {
        var page = Page.Parse(SampleReport.Create());
        var section = page.Descendants("section").Single(one => (string?)one.Attribute("id") == "warnings");

        Assert.Equal("1 behaviour with unbalanced letters, 19 pairs left out, 1 failed item", page.Descendants("a").Single(link => link.Parent!.Name == "p" && (string?)link.Attribute("href") == "#warnings").Value);
        Assert.Contains("the device ran out of memory", section.Value, StringComparison.Ordinal);
        Assert.Contains("16", Page.Cells(section).Select(cell => cell.Trim()));
        Assert.DoesNotContain(SampleReport.Behaviour + "50", section.Value.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoWarnings_SaysSo() =>
        Assert.Contains("no item failed", Page.Write(SampleReport.Create() with { Warnings = new ReportWarnings() }), StringComparison.Ordinal);

    [Fact]
    public void Write_StyleSheet_CaresForDarkScreensPaperAndPhones()
    {
        var page = Page.Parse(SampleReport.Create());
        var style = page.Descendants("style").Single().Value;

        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);
        Assert.Contains("@media print", style, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("meta"), meta => (string?)meta.Attribute("name") == "viewport");
        Assert.All(page.Descendants("table"), table => Assert.Contains("scroll", (string?)table.Parent!.Attribute("class"), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"url\([^)]*\)")]
    private static partial Regex Url();

    [GeneratedRegex(@"NaN|Infinity|∞|\bnull\b")]
    private static partial Regex NotANumber();
}
