using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>What YAML scalars mean, by the core schema of YAML 1.2.</summary>
internal static class YamlText
{
    private const int ShownLength = 40;

    /// <summary>Whether the node is an empty value or <c>null</c>.</summary>
    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>The text of an unquoted scalar: the only ones that can be numbers, truth values or keywords of YAML.</summary>
    public static string? Plain(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: { } value } && !IsNull(node) ? value : null;

    /// <summary>The text of any scalar that is not null.</summary>
    public static string? Text(YamlNode node) => node is YamlScalarNode { Value: { } value } && !IsNull(node) ? value : null;

    /// <summary>A node in a few words, for messages.</summary>
    public static string Show(YamlNode node) => node switch
    {
        _ when IsNull(node) => "empty",
        YamlScalarNode { Value: { Length: > ShownLength } value } => $"'{OneLine(value[..ShownLength])}...'",
        YamlScalarNode scalar => $"'{OneLine(scalar.Value!)}'",
        YamlSequenceNode => "a list",
        _ => "a group of fields",
    };

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));
}
