using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SteerScope.Sweeps.Specs;

/// <summary>
/// One spelling for every JSON value: keys in ordinal order, no white space, only the escapes that JSON demands and those of
/// characters that YAML does not let stand (every string is valid in YAML's double quotes as well).
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The canonical text.</summary>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder();
        Quote(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject group:
                text.Append('{');
                foreach (var (name, value) in group.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    text.Append(text[^1] == '{' ? "" : ",");
                    Quote(text, name);
                    text.Append(':');
                    Write(text, value);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Write(text, list[i]);
                }

                text.Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Quote(text, value.GetValue<string>());
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            if (letter is '"' or '\\')
            {
                text.Append('\\').Append(letter);
            }
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or >= '\uFFFE')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
            else
            {
                text.Append(letter);
            }
        }

        text.Append('"');
    }
}
