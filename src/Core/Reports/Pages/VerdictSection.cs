namespace SteerScope.Reports.Pages;

/// <summary>The verdicts, one card per behaviour.</summary>
internal static class VerdictSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Markup markup, IReadOnlyList<BehaviourVerdict> verdicts)
    {
        markup.Open("section", ("id", "verdicts")).Leaf("h2", "Verdict");
        if (verdicts.Count == 0)
        {
            markup.Leaf("p", "There is no verdict: the sweep has no finished behaviour.", ("class", "missing"));
        }

        foreach (var verdict in verdicts)
        {
            markup.Open("article", ("class", "verdict " + TrustBadge.Css(verdict.Level)));
            markup.Open("h3").Text(verdict.Behaviour + " ").Leaf("span", TrustBadge.Long(verdict.Level), ("class", "badge")).CloseLine();
            markup.Open("p");
            for (var index = 0; index < verdict.Sentences.Count; index++)
            {
                markup.Open(index == 0 ? "b" : "span").Text(verdict.Sentences[index]).Close().Text(" ");
            }

            markup.CloseLine().CloseLine();
        }

        markup.CloseLine();
    }
}
