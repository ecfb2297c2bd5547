using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A field as declared: all that reading, writing and documenting it needs.</summary>
internal abstract class SpecField(string name, string doc, bool required)
{
    /// <summary>Its key.</summary>
    public string Name => name;

    /// <summary>One line for the documentation.</summary>
    public string Doc => doc;

    /// <summary>Whether a spec without it is wrong.</summary>
    public bool Required => required;

    /// <summary>What the user may write.</summary>
    public abstract string Description { get; }

    /// <summary>The section that its value, or an item of it, is; null for plain values.</summary>
    public abstract ISpecSection? Section { get; }
}

/// <summary>A field of a section that becomes a <typeparamref name="TSection"/>.</summary>
internal abstract class SpecField<TSection>(string name, string doc, bool required) : SpecField(name, doc, required)
{
    /// <summary>The section with the field's value read into it; unchanged on a mistake.</summary>
    public abstract TSection Read(TSection section, YamlNode node, string path, SpecReading reading);

    /// <summary>The field's value as canonical JSON.</summary>
    public abstract JsonNode? Write(TSection section);
}

/// <summary>A field with a value of a known kind.</summary>
internal sealed class SpecField<TSection, TValue>(
    string name, SpecKind<TValue> kind, Func<TSection, TValue> get, Func<TSection, TValue, TSection> set, string doc, bool required)
    : SpecField<TSection>(name, doc, required)
{
    /// <inheritdoc/>
    public override string Description => kind.Description;

    /// <inheritdoc/>
    public override ISpecSection? Section => (kind as ISpecSectionKind)?.Section;

    /// <inheritdoc/>
    public override TSection Read(TSection section, YamlNode node, string path, SpecReading reading) =>
        kind.TryRead(node, path, reading, out var value) ? set(section, value) : section;

    /// <inheritdoc/>
    public override JsonNode? Write(TSection section) => kind.Write(get(section));
}
