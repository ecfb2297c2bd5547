using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A value that is written as a text of its own form. <paramref name="check"/> gives what is wrong with a text, or null.</summary>
internal sealed class TextFormKind<T>(string description, Func<string, string?> check, Func<string, T> parse, Func<T, string> format) : SpecKind<T>
{
    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out T value)
    {
        value = default!;
        var text = YamlText.Text(node);
        if (text is null || !TextKind.IsWhole(text))
        {
            return Wrong(node, path, reading);
        }

        if (check(text) is { } wrong)
        {
            reading.Add(node, path, wrong);
            return false;
        }

        value = parse(text);
        return true;
    }

    /// <inheritdoc/>
    public override JsonNode? Write(T value) => JsonValue.Create(format(value));
}
