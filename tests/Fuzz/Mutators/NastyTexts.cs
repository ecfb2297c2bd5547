namespace SteerScope.Fuzz.Mutators;

/// <summary>Texts, as they stand between the quotes of JSON, that readers trip over.</summary>
internal static class NastyTexts
{
    /// <summary>The texts; a character stands for a byte.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "", " ", "\\u0000", "\\n", "\\r\\n  ", "\\t", "\\\"", "\\\\", "\\u001b[31m", "\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud83d\\ude00",
        "\\u0301", "\\uffff", "\\u202e", "\xE2\x96\x81", "\xFF\xFE", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a", "A b", "null", "true", "0",
        "..", "../x.safetensors", "/x.safetensors", "x\\u0000.safetensors", "CON", "__metadata__", "__proto__", "<s>", "<0x00>", "<0xZZ>",
        "%s%n", "{0}", "{layer}", "{question}", "$", "*", "**", "?", "[", "\\\\p{L}+", "(a+)+$", "(a|aa)+b", "((((((((((a*)*)*)*)*)*)*)*)*)*",
        "a{1000}{1000}", "a{2147483647}", "a{0,99999999999}", "(?<=a+)b", "(?i:k)", "[^", "[z-a]", "(?:", "\\\\", "\\\\u{110000}", "(?!)*",
        "(?:(?:(?:a?){50}){50}){50}", "[[:alpha:]&&[^a]]", "x*", "|", "^*", "\\\\b", "\\\\1",
    ];
}
