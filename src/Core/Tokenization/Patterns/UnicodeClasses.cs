using System.Globalization;
using System.Text;

namespace SteerScope.Tokenization.Patterns;

/// <summary>The character classes that patterns and pre-tokenizers use, for code points.</summary>
internal static class UnicodeClasses
{
    private const int Letter = 0b11111;
    private const int Mark = 0b111 << 5;
    private const int Number = 0b111 << 8;

    /// <summary>The names of general categories, in the order of <see cref="UnicodeCategory"/>.</summary>
    public static IReadOnlyList<string> CategoryNames { get; } =
    [
        "lu", "ll", "lt", "lm", "lo", "mn", "mc", "me", "nd", "nl", "no", "zs", "zl", "zp", "cc", "cf", "cs", "co",
        "pc", "pd", "ps", "pe", "pi", "pf", "po", "sm", "sc", "sk", "so", "cn",
    ];

    /// <summary>Whether the general category of a code point is one of the mask's (bit n = category n).</summary>
    public static bool IsIn(int point, int categories) => (categories >> (int)CharUnicodeInfo.GetUnicodeCategory(point) & 1) != 0;

    /// <summary><c>\s</c>: the property White_Space.</summary>
    public static bool IsSpace(int point) => Rune.IsValid(point) && Rune.IsWhiteSpace(new Rune(point));

    /// <summary>A numeric character (Nd, Nl, No), as Rust's <c>char::is_numeric</c>.</summary>
    public static bool IsNumeric(int point) => IsIn(point, Number);

    /// <summary>Punctuation as the Punctuation pre-tokenizer has it: category P, and all punctuation and symbols of ASCII.</summary>
    public static bool IsPunctuation(int point) =>
        point < 128 ? point > ' ' && point < 127 && !char.IsAsciiLetterOrDigit((char)point) : IsIn(point, 0b1111111 << (int)UnicodeCategory.ConnectorPunctuation);

    /// <summary><c>\w</c> of UTS 18: alphabetic, marks, decimal digits, connectors; without joiners, as Oniguruma has it.</summary>
    public static bool IsWord(int point) =>
        IsIn(point, Letter | Mark | 1 << (int)UnicodeCategory.DecimalDigitNumber | 1 << (int)UnicodeCategory.LetterNumber | 1 << (int)UnicodeCategory.ConnectorPunctuation)
        || IsAlphabeticSymbol(point);

    /// <summary><c>\w</c> of Rust's regex crate, which counts the zero-width joiners in.</summary>
    public static bool IsRustWord(int point) => IsWord(point) || point is 0x200C or 0x200D;

    /// <summary>
    /// <c>\w</c> and <c>\b</c> outside brackets in Oniguruma, which takes characters below U+0100 from an older table
    /// that has superscript digits and fractions as word characters.
    /// </summary>
    public static bool IsPlainWord(int point) => IsWord(point) || point is 0xB2 or 0xB3 or 0xB9 or (>= 0xBC and <= 0xBE);

    // Symbols (So) that the property Alphabetic counts in: circled, squared and negative letters.
    private static bool IsAlphabeticSymbol(int point) => point is
        (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
