using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A whole number of 64 bits within a range.</summary>
internal sealed class WholeNumberKind(long min, long max, string? zeroMeans = null) : SpecKind<long>
{
    /// <inheritdoc/>
    public override string Description =>
        (min, max) switch
        {
            (long.MinValue, _) => "a whole number",
            (_, int.MaxValue or long.MaxValue) => $"a whole number from {min}",
            _ => $"a whole number from {min} to {max}",
        } + (zeroMeans is null ? "" : $" (0 is {zeroMeans})");

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out long value)
    {
        if (long.TryParse(YamlText.Plain(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max)
        {
            return true;
        }

        return Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(long value) => JsonValue.Create(value);
}
