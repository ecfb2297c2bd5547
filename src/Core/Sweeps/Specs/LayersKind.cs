using System.Globalization;
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
            right = right && TryAdd(YamlText.Text(part), layers);
        }

        value = right ? LayerSelection.Of(layers) : value;
        return right || Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(LayerSelection value) =>
        value.Layers is { } layers ? new JsonArray([.. layers.Select(layer => JsonValue.Create(layer))]) : JsonValue.Create("all");

    private static bool TryAdd(string? text, SortedSet<int> layers)
    {
        foreach (var part in (text ?? "").Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryLayer(ends[0], out var first) || !TryLayer(ends[^1], out var last) || last < first)
            {
                return false;
            }

            layers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return true;
    }

    private static bool TryLayer(string text, out int layer) =>
        int.TryParse(text.AsSpan().Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out layer) && layer <= LayerSelection.MaxLayer;
}
