using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A kind of value in a spec: how it is read, checked, written and described.</summary>
internal abstract class SpecKind<T>
{
    /// <summary>What the user may write, for the documentation and for messages: <c>a whole number from 1</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Reads a value; on a mistake adds it and returns false.</summary>
    public abstract bool TryRead(YamlNode node, string path, SpecReading reading, out T value);

    /// <summary>The value as canonical JSON.</summary>
    public abstract JsonNode? Write(T value);

    /// <summary>Adds that the value is not what it should be.</summary>
    protected bool Wrong(YamlNode node, string path, SpecReading reading)
    {
        reading.Add(node, path, $"is {YamlText.Show(node)}; it should be {Description}");
        return false;
    }
}
