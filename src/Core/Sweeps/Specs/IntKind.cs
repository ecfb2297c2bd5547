using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A whole number of 32 bits within a range.</summary>
internal sealed class IntKind(int min, int max = int.MaxValue, string? zeroMeans = null) : SpecKind<int>
{
    private readonly WholeNumberKind wide = new(min, max, zeroMeans);

    /// <inheritdoc/>
    public override string Description => wide.Description;

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out int value)
    {
        var read = wide.TryRead(node, path, reading, out var wideValue);
        value = read ? (int)wideValue : 0;
        return read;
    }

    /// <inheritdoc/>
    public override JsonNode? Write(int value) => JsonValue.Create(value);
}
