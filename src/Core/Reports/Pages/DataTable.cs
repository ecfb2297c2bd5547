namespace SteerScope.Reports.Pages;

/// <summary>A plain table of numbers that scrolls inside its own frame where the page is too narrow.</summary>
/// <param name="Caption">What it holds.</param>
/// <param name="Columns">Names of the columns; the first one heads the rows.</param>
/// <param name="Rows">Cells, as many as there are columns.</param>
internal sealed record DataTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Writes it.</summary>
    public void Write(Markup markup)
    {
        bool[] isText = [.. Columns.Select((_, index) => Rows.Any(row => row[index].Any(char.IsLetter)))];
        string? Css(int index) => index > 0 && isText[index] ? "words" : null;
        markup.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", Caption));
        markup.Open("table").Leaf("caption", Caption).Open("thead").Open("tr");
        for (var index = 0; index < Columns.Count; index++)
        {
            markup.Leaf("th", Columns[index], ("scope", "col"), ("class", Css(index)));
        }

        markup.Close().CloseLine().Open("tbody");
        foreach (var row in Rows)
        {
            markup.Open("tr");
            for (var index = 0; index < row.Count; index++)
            {
                markup.Leaf(index == 0 ? "th" : "td", row[index], ("scope", index == 0 ? "row" : null), ("class", Css(index)));
            }

            markup.CloseLine();
        }

        markup.Close().Close().CloseLine();
    }

    /// <summary>Writes several tables behind one line that opens them.</summary>
    public static void WriteFolded(Markup markup, string summary, IReadOnlyList<DataTable> tables)
    {
        markup.Open("details", ("class", "numbers")).Leaf("summary", summary);
        foreach (var table in tables)
        {
            table.Write(markup);
        }

        markup.CloseLine();
    }
}
