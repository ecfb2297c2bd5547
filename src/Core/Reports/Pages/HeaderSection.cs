namespace SteerScope.Reports.Pages;

/// <summary>The head of the page: what was run, and by which conventions.</summary>
internal static class HeaderSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Markup markup, SweepFacts sweep)
    {
        markup.Open("header");
        markup.Leaf("p", "SteerScope report" + (sweep.Date is { } date ? " · " + date : ""), ("class", "eyebrow"));
        markup.Leaf("h1", sweep.Name);
        markup.Leaf("p", $"Steering vectors of {sweep.ModelName} ({sweep.ModelType}, {NumberText.Counted(sweep.LayerCount, "layer")}, d_model {NumberText.Count(sweep.HiddenSize)}), and whether their SAE decompositions can be trusted.", ("class", "lead"));
        markup.CloseLine();
    }

    /// <summary>Writes the facts of the run.</summary>
    public static void WriteFacts(Markup markup, SweepFacts sweep)
    {
        markup.Open("section", ("id", "run")).Leaf("h2", "How it was made").Open("dl", ("class", "facts"));
        Fact(markup, "Model", $"{sweep.ModelName}, {sweep.ModelType}, {NumberText.Counted(sweep.LayerCount, "layer")}, d_model {NumberText.Count(sweep.HiddenSize)}");
        Fact(markup, "Behaviours", sweep.Behaviours.Count == 0 ? "none" : string.Join(", ", sweep.Behaviours));
        Fact(markup, "SAEs", sweep.Saes.Count == 0 ? "none" : string.Join("; ", sweep.Saes.Select(Describe)));
        Fact(markup, "Device and provider", $"{sweep.Device}, {sweep.Provider}");
        Fact(markup, "Precision", sweep.Precision);
        Fact(markup, "Hook", sweep.Hook);
        Fact(markup, "Read position", sweep.ReadPosition);
        Fact(markup, "BOS", sweep.BosPolicy);
        foreach (var entry in sweep.Further)
        {
            Fact(markup, entry.Name, entry.Value);
        }

        Fact(markup, "Versions", string.Join(", ", sweep.Versions.Select(entry => $"{entry.Name} {entry.Value}")));
        markup.CloseLine();
        markup.Leaf("h3", "Template").Leaf("pre", sweep.Template, ("tabindex", "0"));
        if (sweep.Digests.Count > 0)
        {
            new DataTable("Digests of what went in and came out", ["What", "Digest"], [.. sweep.Digests.Select(entry => (IReadOnlyList<string>)[entry.Name, entry.Value])]).Write(markup);
        }

        markup.CloseLine();
    }

    private static string Describe(SaeFacts sae)
    {
        var layers = sae.Layers.Count switch
        {
            0 => "",
            1 => $", layer {sae.Layers[0]}",
            _ => ", layers " + Ranges(sae.Layers),
        };
        return $"{sae.Name} ({sae.Architecture}, {NumberText.Count(sae.FeatureCount)} features{layers})";
    }

    /// <summary>0, 1, 2, 5 as 0–2, 5.</summary>
    private static string Ranges(IReadOnlyList<int> layers)
    {
        var parts = new List<string>();
        var sorted = layers.Distinct().Order().ToList();
        for (var start = 0; start < sorted.Count;)
        {
            var end = start;
            while (end + 1 < sorted.Count && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            parts.Add(end == start ? $"{sorted[start]}" : $"{sorted[start]}–{sorted[end]}");
            start = end + 1;
        }

        return string.Join(", ", parts);
    }

    private static void Fact(Markup markup, string name, string value)
    {
        if (value.Length > 0)
        {
            markup.Open("div").Leaf("dt", name).Leaf("dd", value).CloseLine();
        }
    }
}
