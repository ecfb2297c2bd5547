using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceKind<T>(params (string Word, T Value)[] choices) : SpecKind<T>
    where T : struct, Enum
{
    /// <summary>All values of the enum in snake case.</summary>
    public static ChoiceKind<T> All { get; } = new([.. Enum.GetValues<T>().Select(value => (SnakeCase.Of(value), value))]);

    /// <inheritdoc/>
    public override string Description => string.Join(" or ", choices.Select(choice => $"`{choice.Word}`"));

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out T value)
    {
        var text = YamlText.Text(node);
        foreach (var choice in choices)
        {
            if (choice.Word == text)
            {
                value = choice.Value;
                return true;
            }
        }

        value = default;
        if (text is not null && Nearest.Of(text, choices.Select(choice => choice.Word)) is { } near)
        {
            reading.Add(node, path, $"is {YamlText.Show(node)}; did you mean {near}? It should be {Description}");
            return false;
        }

        return Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(T value) => JsonValue.Create(Array.Find(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Word);
}
