using System.Text;

namespace SteerScope.Sweeps.Specs;

/// <summary>Writes docs/spec.md from the declarations of the fields.</summary>
public static class SpecDocs
{
    /// <summary>The page.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# The spec\n\n")
            .Append("A sweep is asked for in a YAML file. This page is written from the code that reads it: do not edit it by hand, run the tests with `UPDATE_DOCS=1`.\n\n")
            .Append("- Paths are absolute or start from the spec's folder.\n")
            .Append("- A field that is left out has its default; defaults are shown as JSON.\n")
            .Append("- The whole spec is checked before anything runs, and all mistakes are listed at once.\n")
            .Append("- Anchors, aliases, tags and further documents are refused.\n\n")
            .Append("[examples/minimal.yaml](../examples/minimal.yaml) is a commented spec to start from.\n");
        Section(text, "Top level", SpecFields.Sweep, "");
        return text.ToString();
    }

    private static void Section(StringBuilder text, string heading, ISpecSection section, string prefix)
    {
        text.Append("\n## ").Append(heading).Append("\n\n").Append(section.Doc).Append("\n\n")
            .Append("| field | what may stand there | default | meaning |\n|---|---|---|---|\n");
        var inner = new List<(string Path, ISpecSection Section)>();
        foreach (var (field, byDefault) in section.Described())
        {
            var shown = field.Required ? "required" : byDefault is "null" or "\"\"" || field.Section is not null ? "" : $"`{byDefault}`";
            text.Append("| `").Append(field.Name).Append("` | ").Append(Cell(field.Description)).Append(" | ").Append(Cell(shown)).Append(" | ").Append(Cell(field.Doc)).Append(" |\n");
            if (field.Section is { } below)
            {
                inner.Add((prefix + field.Name, below));
            }
        }

        foreach (var (path, below) in inner)
        {
            Section(text, $"`{path}`", below, path + ".");
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
