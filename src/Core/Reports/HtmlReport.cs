using SteerScope.Reports.Pages;

namespace SteerScope.Reports;

/// <summary>
/// Writes the page of a sweep: one file that needs no network and no script, is well-formed XML as well as HTML,
/// and is the same, byte for byte, for the same model.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page. The writer should encode as UTF-8.</summary>
    public static void Write(ReportModel model, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(writer);
        var markup = new Markup(writer);
        markup.Trusted("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead(markup, model.Sweep);
        markup.Open("body").Leaf("a", "Skip to the verdict", ("class", "skip"), ("href", "#verdicts"));
        HeaderSection.Write(markup, model.Sweep);
        var findings = FindingText.Compose(model.Layers);
        WriteContents(markup, model, findings.Count > 0);
        markup.Open("main");
        WarningSection.WriteNotice(markup, model.Warnings);
        VerdictSection.Write(markup, model.Verdicts);
        FindingSection.Write(markup, findings);
        FocusSection.Write(markup, model.Focus);
        LayerTableSection.Write(markup, model);
        WarningSection.Write(markup, model.Warnings);
        HeaderSection.WriteFacts(markup, model.Sweep);
        MethodSection.Write(markup);
        markup.CloseLine().CloseLine().CloseLine();
    }

    private static void WriteHead(Markup markup, SweepFacts sweep)
    {
        markup.Open("head").Empty("meta", ("charset", "utf-8"));
        markup.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        markup.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        markup.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'"));
        markup.Leaf("title", $"{sweep.Name}: SteerScope report");
        markup.Open("style").Trusted(PageStyle.Css).CloseLine().CloseLine();
    }

    private static void WriteContents(Markup markup, ReportModel model, bool hasFindings)
    {
        markup.Open("nav", ("aria-label", "Contents")).Open("ol");
        Entry(markup, "verdicts", "Verdict");
        if (hasFindings)
        {
            Entry(markup, "findings", "Findings");
        }

        Entry(markup, "figures", model.Focus is { } focus ? $"Figures: {focus.Behaviour}, layer {focus.Layer}" : "Figures");
        Entry(markup, "layers", "All layers");
        Entry(markup, "warnings", "Warnings");
        Entry(markup, "run", "How it was made");
        Entry(markup, "method", "How to read this");
        markup.Close().CloseLine();
    }

    private static void Entry(Markup markup, string id, string text) =>
        markup.Open("li").Leaf("a", text, ("href", "#" + id)).CloseLine();
}
