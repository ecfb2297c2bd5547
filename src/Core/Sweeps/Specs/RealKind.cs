using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A finite number within a range.</summary>
internal sealed class RealKind(double min, double max) : SpecKind<double>
{
    private const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out double value)
    {
        if (double.TryParse(YamlText.Plain(node), Form, CultureInfo.InvariantCulture, out value) && value >= min && value <= max)
        {
            value += 0.0; // Minus zero would be another number in the canonical form.
            return true;
        }

        return Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(double value) => JsonValue.Create(value);
}
