using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A value of a value type, or a word (<c>null</c> always) that stands for none.</summary>
internal sealed class OptionalValueKind<T>(SpecKind<T> kind, string none) : SpecKind<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override string Description => none == "null" ? kind.Description : $"`{none}`, or {kind.Description}";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out T? value)
    {
        value = null;
        return YamlText.IsNull(node) || (none != "null" && YamlText.Text(node) == none) || TryReadValue(node, path, reading, out value);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(T? value) => value is null ? (none == "null" ? null : JsonValue.Create(none)) : kind.Write(value.Value);

    private bool TryReadValue(YamlNode node, string path, SpecReading reading, out T? value)
    {
        var read = kind.TryRead(node, path, reading, out var inner);
        value = read ? inner : null;
        return read;
    }
}
