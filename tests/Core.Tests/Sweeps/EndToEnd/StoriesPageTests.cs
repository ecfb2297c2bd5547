using System.Xml;
using System.Xml.Linq;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>The page that the run leaves behind.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesPageTests(StoriesSweep sweep)
{
    [SharedFact]
    public void Report_IsWellFormedAndAboutTheBehaviour()
    {
        var page = Read();
        Assert.Contains("corrigible-neutral-HHH", page.Root!.Value, StringComparison.Ordinal);
        Assert.Contains(LetterControl.Name, page.Root.Value, StringComparison.Ordinal);
        for (var figure = 1; figure <= 5; figure++)
        {
            var section = Assert.Single(page.Descendants("section"), section => (string?)section.Attribute("id") == $"figure-{figure}");
            Assert.NotEmpty(section.Descendants("svg"));
        }
    }

    [SharedFact]
    public void Report_NeedsNothingFromElsewhere()
    {
        var page = Read();
        Assert.Empty(page.Descendants("script").Attributes("src"));
        Assert.Empty(page.Descendants("link").Attributes("href"));
        Assert.DoesNotContain(page.Descendants().Attributes("src"), source => source.Value.StartsWith("http", StringComparison.Ordinal));
    }

    private XDocument Read()
    {
        _ = sweep.Artifacts; // the run is lazy
        using var reader = XmlReader.Create(sweep.Folder.Report, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
