using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A value, or a word (<c>null</c> always) that stands for none.</summary>
internal sealed class OptionalKind<T>(SpecKind<T> kind, string none) : SpecKind<T?>, ISpecSectionKind
    where T : class
{
    /// <inheritdoc/>
    public ISpecSection? Section => (kind as ISpecSectionKind)?.Section;

    /// <inheritdoc/>
    public override string Description => none == "null" ? kind.Description : $"`{none}`, or {kind.Description}";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out T? value)
    {
        value = null;
        return YamlText.IsNull(node) || (none != "null" && YamlText.Text(node) == none) || kind.TryRead(node, path, reading, out value);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(T? value) => value is null ? (none == "null" ? null : JsonValue.Create(none)) : kind.Write(value);
}
