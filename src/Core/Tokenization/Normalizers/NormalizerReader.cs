using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Patterns;
using SteerScope.Tokenization.Unicode;

namespace SteerScope.Tokenization.Normalizers;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private static readonly ComponentReader<INormalizer> Components = new("normalizer", new Dictionary<string, Func<JsonField, INormalizer>>
    {
        ["Sequence"] = f => new SequenceNormalizer(StepReader.Read(f, "normalizers", Read, step => (step as SequenceNormalizer)?.Count ?? 1)),
        ["Prepend"] = f => new PrependNormalizer(f.Required("prepend").Text()),
        ["Replace"] = f => new ReplaceNormalizer(Pattern.Read(f.Required("pattern")), f.Required("content").Text()),
        ["NFC"] = _ => new UnicodeFormNormalizer(NormalizationForm.Nfc),
        ["NFD"] = _ => new UnicodeFormNormalizer(NormalizationForm.Nfd),
        ["NFKC"] = _ => new UnicodeFormNormalizer(NormalizationForm.Nfkc),
        ["NFKD"] = _ => new UnicodeFormNormalizer(NormalizationForm.Nfkd),
        ["Lowercase"] = _ => new LowercaseNormalizer(),
        ["Strip"] = f => new StripNormalizer(f.Required("strip_left").Flag(), f.Required("strip_right").Flag()),
        ["StripAccents"] = _ => new StripAccentsNormalizer(),
    });

    /// <summary>Reads a normalizer.</summary>
    /// <exception cref="InputException">It is unknown or malformed.</exception>
    public static INormalizer Read(JsonField field) => Components.Read(field);
}
