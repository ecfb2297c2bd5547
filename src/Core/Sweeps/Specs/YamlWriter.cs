using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SteerScope.Sweeps.Specs;

/// <summary>Writes JSON values as YAML that is easy to read: groups in blocks, lists of plain values on one line, texts in quotes.</summary>
internal static class YamlWriter
{
    /// <summary>The text of a group.</summary>
    public static string Write(JsonObject group)
    {
        var text = new StringBuilder();
        WriteGroup(text, group, "", "");
        return text.ToString();
    }

    private static void WriteGroup(StringBuilder text, JsonObject group, string first, string indent)
    {
        var lead = first;
        foreach (var (name, value) in group)
        {
            text.Append(lead).Append(name).Append(':');
            switch (value)
            {
                case JsonObject inner:
                    text.Append('\n');
                    WriteGroup(text, inner, indent + "  ", indent + "  ");
                    break;
                case JsonArray list when list.Any(item => item is JsonObject):
                    text.Append('\n');
                    foreach (var item in list)
                    {
                        WriteGroup(text, (JsonObject)item!, indent + "  - ", indent + "    ");
                    }

                    break;
                case JsonArray list:
                    text.Append(" [").AppendJoin(", ", list.Select(Scalar)).Append("]\n");
                    break;
                default:
                    text.Append(' ').Append(Scalar(value)).Append('\n');
                    break;
            }

            lead = indent;
        }
    }

    private static string Scalar(JsonNode? value) =>
        value is JsonValue && value.GetValueKind() == JsonValueKind.String && IsWord(value.GetValue<string>()) ? value.GetValue<string>() : CanonicalJson.Write(value);

    /// <summary>Whether a text reads as itself without quotes: words of the spec's own choices.</summary>
    private static bool IsWord(string text) =>
        text.Length > 1 && char.IsAsciiLetterLower(text[0]) && text.All(letter => char.IsAsciiLetterLower(letter) || letter == '_') && text is not ("null" or "true" or "false");
}
