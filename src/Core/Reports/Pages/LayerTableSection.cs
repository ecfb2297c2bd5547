namespace SteerScope.Reports.Pages;

/// <summary>The table over all behaviours, layers and SAEs.</summary>
internal static class LayerTableSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Markup markup, ReportModel model)
    {
        markup.Open("section", ("id", "layers"), ("class", "landscape")).Leaf("h2", "All layers");
        if (model.Layers.Count == 0)
        {
            markup.Leaf("p", "There is no table: the sweep has no finished layer.", ("class", "missing")).CloseLine();
            return;
        }

        var columns = LayerColumn.All.Where(column => model.Layers.Any(row => column.Cell(row) != NumberText.Missing)).ToList();
        var withSae = model.Layers.GroupBy(row => (row.Behaviour, row.Layer)).Any(group => group.Count() > 1);
        var leading = withSae ? 3 : 2;
        markup.Leaf("p", model.Meaning ?? VerdictText.Summarise(model.Layers), ("class", "lead"));
        markup.Leaf("p", "Every behaviour and layer" + (model.SlopePositions is { } positions ? $"; slopes for positions {positions}" : "") + ". The marked row is the one of the figures.", ("class", "note"), ("id", "layers-caption"));
        markup.Open("div", ("class", "scroll bleed"), ("tabindex", "0"), ("role", "region"), ("aria-labelledby", "layers-caption"));
        markup.Open("table", ("class", "layers"), ("aria-labelledby", "layers-caption"));
        WriteHead(markup, columns, withSae, leading);
        foreach (var group in Runs(model.Layers))
        {
            markup.Open("tbody").Open("tr", ("class", "group"));
            markup.Open("th", ("colspan", $"{columns.Count + leading}"), ("scope", "rowgroup")).Leaf("span", group[0].Behaviour).Close().CloseLine();
            foreach (var row in group)
            {
                WriteRow(markup, row, columns, withSae, IsFocus(model.Focus, row));
            }

            markup.CloseLine();
        }

        markup.Close().CloseLine();
        markup.Leaf("p", "Verdict, whether the SAE decomposition can be trusted. Over mean, norm over the mean activation norm. Longer than, share of activations whose norm is below the vector's. L0, active features. Top shared, how many of the top features are those of the zero vector. Suppr., features on which the prompts differ and the SAE reports 0; spurious, reported although neither kind of prompt activates them; bias, reported for the zero vector too. Slope of SAE, of the SAE reconstruction; anti-steer., share of examples that the vector steers the wrong way. Letter A, share of pairs whose matching answer is A. Signed resid., what the signed decomposition leaves of the vector's length.", ("class", "note"));
        markup.CloseLine();
    }

    private static void WriteHead(Markup markup, List<LayerColumn> columns, bool withSae, int leading)
    {
        markup.Open("thead").Open("tr", ("class", "groups"));
        markup.Leaf("td", "", ("colspan", $"{leading}"));
        foreach (var group in columns.GroupBy(column => column.Group))
        {
            markup.Leaf("th", group.Key, ("colspan", $"{group.Count()}"), ("scope", "colgroup"));
        }

        markup.CloseLine().Open("tr");
        markup.Leaf("th", "layer", ("scope", "col"));
        if (withSae)
        {
            markup.Leaf("th", "SAE", ("scope", "col"));
        }

        markup.Leaf("th", "verdict", ("scope", "col"), ("class", "name"));
        var previous = "";
        foreach (var column in columns)
        {
            markup.Leaf("th", column.Name, ("scope", "col"), ("class", column.Group == previous ? null : "first"));
            previous = column.Group;
        }

        markup.Close().CloseLine();
    }

    private static void WriteRow(Markup markup, LayerRow row, List<LayerColumn> columns, bool withSae, bool isFocus)
    {
        markup.Open("tr", ("class", isFocus ? "focus" : null));
        markup.Leaf("th", (isFocus ? "▸ " : "") + row.Layer, ("scope", "row"));
        if (withSae)
        {
            markup.Leaf("td", row.Sae ?? NumberText.Missing, ("class", "name"));
        }

        markup.Open("td", ("class", "name " + TrustBadge.Css(row.Verdict))).Leaf("span", TrustBadge.Short(row.Verdict), ("class", "badge")).Close();
        var previous = "";
        foreach (var column in columns)
        {
            markup.Leaf("td", column.Cell(row), ("class", column.Group == previous ? null : "first"));
            previous = column.Group;
        }

        markup.CloseLine();
    }

    private static bool IsFocus(FocusModel? focus, LayerRow row) =>
        focus is not null && focus.Behaviour == row.Behaviour && focus.Layer == row.Layer && (row.Sae is null || focus.Sae == row.Sae);

    private static List<List<LayerRow>> Runs(IReadOnlyList<LayerRow> rows)
    {
        var runs = new List<List<LayerRow>>();
        foreach (var row in rows)
        {
            if (runs.Count == 0 || runs[^1][0].Behaviour != row.Behaviour)
            {
                runs.Add([]);
            }

            runs[^1].Add(row);
        }

        return runs;
    }
}
