namespace SteerScope.Reports.Pages;

/// <summary>What the sweep says of the paper's findings, over all behaviours and layers.</summary>
internal static class FindingSection
{
    /// <summary>Writes it; nothing where there is no finding.</summary>
    public static void Write(Markup markup, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        markup.Open("section", ("id", "findings")).Leaf("h2", "Findings");
        markup.Leaf("p", "What the paper found (arXiv 2411.08790), in the numbers of this sweep: all behaviours, all layers.");
        markup.Open("ol", ("class", "findings"));
        foreach (var finding in findings)
        {
            markup.Open("li").Leaf("b", finding.Name + ".").Text(" " + finding.Sentence).CloseLine();
        }

        markup.CloseLine().CloseLine();
    }
}
