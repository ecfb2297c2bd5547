using System.Xml;
using System.Xml.Linq;
using SteerScope.Reports;

namespace SteerScope.Core.Tests.Reports;

/// <summary>A page as written, and parsed.</summary>
internal static class Page
{
    public static string Write(ReportModel model)
    {
        using var writer = new StringWriter { NewLine = "\r\n" };
        HtmlReport.Write(model, writer);
        return writer.ToString();
    }

    /// <summary>Fails unless the page is well-formed.</summary>
    public static XDocument Parse(ReportModel model)
    {
        using var reader = XmlReader.Create(new StringReader(Write(model)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    public static IEnumerable<XElement> Charts(XDocument page) =>
        page.Descendants("svg").Where(svg => (string?)svg.Attribute("class") == "chart");

    public static XElement Figure(XDocument page, int number) =>
        page.Descendants("section").Single(section => (string?)section.Attribute("id") == $"figure-{number}");

    /// <summary>Texts of all cells of a figure's tables.</summary>
    public static IReadOnlySet<string> Cells(XElement section) =>
        section.Descendants().Where(element => element.Name == "td" || element.Name == "th").Select(cell => cell.Value).ToHashSet(StringComparer.Ordinal);
}
