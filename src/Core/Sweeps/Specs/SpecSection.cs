using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A group of fields, each declared once.</summary>
/// <param name="doc">What the section is for.</param>
/// <param name="defaults">A section as it is when no field is given.</param>
internal sealed class SpecSection<T>(string doc, Func<T> defaults) : SpecKind<T>, ISpecSection
{
    private readonly List<SpecField<T>> fields = [];
    private SpecField<T>? shorthand;

    /// <inheritdoc/>
    public string Doc => doc;

    /// <inheritdoc/>
    public ISpecSection? Section => this;

    /// <inheritdoc/>
    public override string Description => shorthand is null ? "a group of fields" : $"a group of fields, or the {shorthand.Name} alone";

    /// <summary>Declares a field.</summary>
    public SpecSection<T> Field<TValue>(string name, SpecKind<TValue> kind, Func<T, TValue> get, Func<T, TValue, T> set, string doc, bool required = false)
    {
        fields.Add(new SpecField<T, TValue>(name, kind, get, set, doc, required));
        return this;
    }

    /// <summary>Lets a text on its own stand for a group that gives nothing but this field.</summary>
    public SpecSection<T> Shorthand(string name)
    {
        shorthand = fields.Find(field => field.Name == name) ?? throw new ArgumentException($"{name} is not declared.", nameof(name));
        return this;
    }

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out T value)
    {
        value = defaults();
        if (shorthand is not null && YamlText.Text(node) is not null)
        {
            value = shorthand.Read(value, node, path, reading);
            return reading.IsSound(path);
        }

        if (node is not YamlMappingNode group)
        {
            return Wrong(node, path, reading);
        }

        var prefix = path.Length == 0 ? "" : path + ".";
        foreach (var (key, child) in group.Children)
        {
            var name = YamlText.Text(key) ?? "";
            var field = fields.Find(known => known.Name == name);
            if (field is null)
            {
                reading.Add(key, prefix + YamlText.Show(key).Trim('\''), Unknown(name, prefix));
                continue;
            }

            reading.Locate(prefix + name, key);
            value = field.Read(value, child, prefix + name, reading);
        }

        foreach (var field in fields.Where(field => field.Required && !group.Children.Keys.Any(key => YamlText.Text(key) == field.Name)))
        {
            reading.Add(node, prefix + field.Name, $"is missing; it should be {field.Description}");
        }

        return reading.IsSound(path);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(T value)
    {
        var group = new JsonObject();
        foreach (var field in fields)
        {
            group[field.Name] = field.Write(value);
        }

        return group;
    }

    /// <inheritdoc/>
    public IEnumerable<(SpecField Field, string Default)> Described()
    {
        var empty = defaults();
        return fields.Select(field => ((SpecField)field, field.Required ? "" : CanonicalJson.Write(field.Write(empty))));
    }

    private string Unknown(string name, string prefix) => Nearest.Of(name, fields.Select(field => field.Name)) is { } near
        ? $"is not a known field; did you mean {prefix}{near}?"
        : $"is not a known field; known here are {string.Join(", ", fields.Select(field => field.Name))}";
}
