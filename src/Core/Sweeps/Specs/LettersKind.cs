using System.Text.Json.Nodes;
using SteerScope.Prompts;
using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary><c>any</c>, <c>only</c>, or a list of letters.</summary>
internal sealed class LettersKind : SpecKind<LetterRule>
{
    /// <inheritdoc/>
    public override string Description => "`any`, `only`, or a list of at least two different single letters";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, string path, SpecReading reading, out LetterRule value)
    {
        value = LetterRule.Any;
        if (YamlText.Text(node) is "any" or "only")
        {
            value = YamlText.Text(node) == "any" ? LetterRule.Any : LetterRule.Only;
            return true;
        }

        if (node is YamlSequenceNode list && list.Children.All(item => YamlText.Text(item) is not null))
        {
            try
            {
                value = LetterRule.Of([.. list.Children.Select(item => YamlText.Text(item)!)]);
                return true;
            }
            catch (ArgumentException)
            {
                // Said below, with what would be right.
            }
        }

        return Wrong(node, path, reading);
    }

    /// <inheritdoc/>
    public override JsonNode? Write(LetterRule value) => value switch
    {
        { Allowed.Count: > 0 } => new JsonArray([.. value.Allowed.Select(letter => JsonValue.Create(letter))]),
        { LettersOnly: true } => JsonValue.Create("only"),
        _ => JsonValue.Create("any"),
    };
}
