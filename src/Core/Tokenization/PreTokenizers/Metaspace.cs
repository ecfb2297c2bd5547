using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>What the Metaspace pre-tokenizer and decoder share: a visible character in place of spaces.</summary>
/// <param name="Character">The character, U+2581 in practice.</param>
/// <param name="Scheme">Where it is put in front.</param>
/// <param name="Split">Whether the text is split in front of each.</param>
internal sealed record Metaspace(string Character, PrependScheme Scheme, bool Split)
{
    /// <summary>Reads the fields of either.</summary>
    /// <exception cref="InputException">A field is wrong.</exception>
    public static Metaspace Read(JsonField field)
    {
        var character = field.Required("replacement");
        var text = character.Text();
        if (text.Length == 0 || (CodePoints.At(text, 0, out var width) >= 0 && width != text.Length))
        {
            throw character.Wrong("one character");
        }

        var declared = field.Optional("prepend_scheme");
        var scheme = declared?.Text() switch
        {
            null or "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw declared.Value.Wrong("\"always\", \"first\" or \"never\""),
        };

        // The older spelling of "never".
        if (field.Optional("add_prefix_space") is { } prefix && !prefix.Flag())
        {
            scheme = declared is null || scheme == PrependScheme.Never ? PrependScheme.Never : throw prefix.Wrong("true, as prepend_scheme is not \"never\"");
        }

        return new Metaspace(text, scheme, field.Optional("split")?.Flag() ?? true);
    }
}
