using System.Text;
using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Patterns;
using SteerScope.Tokenization.PreTokenizers;

namespace SteerScope.Tokenization.Decoders;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private static readonly ComponentReader<IDecoder> Components = new("decoder", new Dictionary<string, Func<JsonField, IDecoder>>
    {
        ["Sequence"] = f => new SequenceDecoder(StepReader.Read(f, "decoders", Read, step => (step as SequenceDecoder)?.Count ?? 1)),
        ["ByteLevel"] = _ => new ByteLevelDecoder(),
        ["ByteFallback"] = _ => new ByteFallbackDecoder(),
        ["Fuse"] = _ => new FuseDecoder(),
        ["Replace"] = f => new ReplaceDecoder(Pattern.Read(f.Required("pattern")), f.Required("content").Text()),
        ["Strip"] = f => new StripDecoder(Character(f.Required("content")), f.Required("start").Count(), f.Required("stop").Count()),
        ["Metaspace"] = f => new MetaspaceDecoder(Metaspace.Read(f)),
    });

    /// <summary>Reads a decoder.</summary>
    /// <exception cref="InputException">It is unknown or malformed.</exception>
    public static IDecoder Read(JsonField field) => Components.Read(field);

    private static Rune Character(JsonField field)
    {
        var text = field.Text();
        return Rune.TryGetRuneAt(text.Length == 0 ? "\uD800" : text, 0, out var rune) && rune.Utf16SequenceLength == text.Length
            ? rune
            : throw field.Wrong("one character");
    }
}
