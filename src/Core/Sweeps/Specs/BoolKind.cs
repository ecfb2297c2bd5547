using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>True or false.</summary>
internal sealed class BoolKind : SpecKind<bool>
{
    /// <inheritdoc/>
    public override string Description => "`true` or `false`";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out bool value)
    {
        var text = YamlText.Plain(node);
        value = text == "true";
        return text is "true" or "false" || Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(bool value) => JsonValue.Create(value);
}
