namespace SteerScope.Reports.Pages;

/// <summary>Warnings: unbalanced letters, pairs left out, failed items.</summary>
internal static class WarningSection
{
    /// <summary>Writes it, or says that there is nothing to warn of.</summary>
    public static void Write(Markup markup, ReportWarnings warnings)
    {
        markup.Open("section", ("id", "warnings")).Leaf("h2", "Warnings");
        if (warnings.IsEmpty)
        {
            markup.Leaf("p", "None: the letters are balanced, no pair was left out, and no item failed.");
        }

        foreach (var note in warnings.Notes)
        {
            markup.Leaf("p", note);
        }

        WriteLetters(markup, [.. warnings.Unbalanced]);
        if (warnings.Omitted.Count > 0)
        {
            new DataTable("Pairs left out", ["Behaviour", "Reason", "Pairs"], [.. warnings.Omitted.Select(entry => (IReadOnlyList<string>)[entry.Behaviour, entry.Reason, NumberText.Count(entry.Count)])]).Write(markup);
        }

        if (warnings.Failed.Count > 0)
        {
            new DataTable("Items that failed", ["Item", "Reason", "Attempts"], [.. warnings.Failed.Select(entry => (IReadOnlyList<string>)[entry.Item, entry.Reason, NumberText.Count(entry.Attempts)])]).Write(markup);
        }

        markup.CloseLine();
    }

    /// <summary>One line near the top of the page, so that nobody reads a verdict without knowing of the warnings.</summary>
    public static void WriteNotice(Markup markup, ReportWarnings warnings)
    {
        if (warnings.IsEmpty)
        {
            return;
        }

        var parts = new List<string>();
        Add(parts, warnings.Unbalanced.Count(), "behaviour with unbalanced letters", "behaviours with unbalanced letters");
        Add(parts, warnings.Omitted.Sum(entry => entry.Count), "pair left out", "pairs left out");
        Add(parts, warnings.Failed.Count, "failed item", "failed items");
        Add(parts, warnings.Notes.Count, "note", "notes");
        markup.Open("p", ("class", "notice")).Leaf("b", "Read first:").Open("a", ("href", "#warnings")).Text(string.Join(", ", parts)).Close().Text(".").CloseLine();
    }

    private static void WriteLetters(Markup markup, IReadOnlyList<LetterBalance> unbalanced)
    {
        if (unbalanced.Count == 0)
        {
            return;
        }

        markup.Leaf("p", "Where the matching answer is mostly one letter, the vector is partly that letter's direction, and so are its norm, its features and its slope.");
        new DataTable("Behaviours with unbalanced letters", ["Behaviour", "Matching is A", "Pairs", "Share"], [.. unbalanced.Select(entry => (IReadOnlyList<string>)[entry.Behaviour, NumberText.Count(entry.MatchingIsA), NumberText.Count(entry.Pairs), NumberText.Percent(entry.Share)])]).Write(markup);
    }

    private static void Add(List<string> parts, long count, string one, string many)
    {
        if (count > 0)
        {
            parts.Add($"{NumberText.Count(count)} {(count == 1 ? one : many)}");
        }
    }
}
