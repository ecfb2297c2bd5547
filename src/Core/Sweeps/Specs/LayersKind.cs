using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary><c>all</c>, a layer, a range such as <c>0-4</c>, or a list of these.</summary>
internal sealed class LayersKind : SpecKind<LayerSelection>
{
    /// <inheritdoc/>
    public override string Description => "`all`, a layer, a range such as `0-4`, or a list of these";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out LayerSelection value)
    {
        value = LayerSelection.All;
        if (YamlText.Text(node) == "all")
        {
            return true;
        }

        var layers = new SortedSet<int>();
        var parts = node is YamlSequenceNode list ? list.Children : [node];
        var right = parts.Count > 0;
        foreach (var part in parts)
        {
            right = right && LayerSelection.TryAdd(YamlText.Text(part), layers);
        }

        value = right ? LayerSelection.Of(layers) : value;
        return right || Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(LayerSelection value) =>
        value.Layers is { } layers ? new JsonArray([.. layers.Select(layer => JsonValue.Create(layer))]) : JsonValue.Create("all");
}
