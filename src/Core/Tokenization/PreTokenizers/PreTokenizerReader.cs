using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private static readonly ComponentReader<IPreTokenizer> Components = new("pre-tokenizer", new Dictionary<string, Func<JsonField, IPreTokenizer>>
    {
        ["Sequence"] = f => new SequencePreTokenizer(StepReader.Read(f, "pretokenizers", Read, step => (step as SequencePreTokenizer)?.Count ?? 1)),
        ["ByteLevel"] = ByteLevel,
        ["Split"] = f => new PatternPreTokenizer(Pattern.Read(f.Required("pattern")), Behavior(f.Required("behavior")), f.Required("invert").Flag()),
        ["Metaspace"] = f => new MetaspacePreTokenizer(Metaspace.Read(f)),
        ["Digits"] = f => new CharacterPreTokenizer(
            UnicodeClasses.IsNumeric, f.Required("individual_digits").Flag() ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        ["Punctuation"] = f => new CharacterPreTokenizer(
            UnicodeClasses.IsPunctuation, f.Optional("behavior") is { } behavior ? Behavior(behavior) : SplitBehavior.Isolated),
        ["Whitespace"] = _ => new WhitespacePreTokenizer(),
        ["WhitespaceSplit"] = _ => new CharacterPreTokenizer(UnicodeClasses.IsSpace, SplitBehavior.Removed),
    });

    /// <summary>Reads a pre-tokenizer.</summary>
    /// <exception cref="InputException">It is unknown or malformed.</exception>
    public static IPreTokenizer Read(JsonField field) => Components.Read(field);

    // trim_offsets changes offsets only, which nobody asks for here.
    private static ByteLevelPreTokenizer ByteLevel(JsonField field)
    {
        var useRegex = field.Optional("use_regex")?.Flag() ?? true;
        return new ByteLevelPreTokenizer(
            field.Required("add_prefix_space").Flag(),
            useRegex ? Pattern.Compile(field, ByteLevelPreTokenizer.Gpt2Pattern) : null);
    }

    private static SplitBehavior Behavior(JsonField field) =>
        Enum.TryParse<SplitBehavior>(field.Text(), out var behavior) && Enum.GetName(behavior) == field.Text()
            ? behavior
            : throw field.Wrong($"one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
}
