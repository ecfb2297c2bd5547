using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A list of values of one kind, on request each only once; a value on its own is a list of one.</summary>
internal sealed class ListKind<T>(SpecKind<T> item, int min, bool distinct, string plural) : SpecKind<IReadOnlyList<T>>, ISpecSectionKind
{
    private const int Most = 10_000;

    /// <inheritdoc/>
    public ISpecSection? Section => (item as ISpecSectionKind)?.Section;

    /// <inheritdoc/>
    public override string Description => $"a list of {(min > 1 ? $"at least {min} " : "")}{plural}";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out IReadOnlyList<T> value)
    {
        value = [];
        var nodes = node is YamlSequenceNode list ? list.Children : [node];
        if (YamlText.IsNull(node) || nodes.Count < min || nodes.Count > Most)
        {
            reading.Add(node, path, $"{(YamlText.IsNull(node) ? "is empty" : $"has {nodes.Count} items")}; it should be {Description}");
            return false;
        }

        var read = new List<T>(nodes.Count);
        var right = true;
        for (var i = 0; i < nodes.Count; i++)
        {
            var place = node is YamlSequenceNode ? $"{path}[{i}]" : path;
            if (!item.TryRead(nodes[i], place, reading, out var one))
            {
                right = false;
            }
            else if (distinct && read.Contains(one))
            {
                reading.Add(nodes[i], place, $"names {YamlText.Show(nodes[i])} a second time");
                right = false;
            }
            else
            {
                reading.Locate(place, nodes[i]);
                read.Add(one);
            }
        }

        value = read;
        return right;
    }

    /// <inheritdoc/>
    public override JsonNode? Write(IReadOnlyList<T> value) => new JsonArray([.. value.Select(item.Write)]);
}
