using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>A text that is not empty, of one line, on request of a certain form.</summary>
internal sealed class TextKind(string description, string? pattern = null) : SpecKind<string>
{
    // The longest path of Linux. A pattern is tried for each of a thousand layers, so that a longer one costs time for nothing.
    private const int MaxLength = 4_096;

    /// <summary>A path, relative to the spec's folder or absolute.</summary>
    public static readonly TextKind Path = new("a path");

    /// <summary>A name that can be a folder's.</summary>
    public static readonly TextKind Name = new("a name of letters, digits, dots, dashes and underscores that starts with a letter or digit", @"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z");

    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out string value)
    {
        var text = YamlText.Text(node);
        value = text ?? "";
        if (value.Length > MaxLength)
        {
            reading.Add(node, path, $"has {value.Length} characters; it should have at most {MaxLength}");
            return false;
        }

        return (!string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) && IsWhole(text)
            && (pattern is null || Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant))) || Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(string value) => JsonValue.Create(value);

    /// <summary>Whether every surrogate has its partner: half a pair cannot be written to a file.</summary>
    internal static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
