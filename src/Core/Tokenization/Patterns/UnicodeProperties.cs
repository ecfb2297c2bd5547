using System.Globalization;

namespace SteerScope.Tokenization.Patterns;

/// <summary>The properties that <c>\p{name}</c> and <c>[:name:]</c> can ask for.</summary>
internal static class UnicodeProperties
{
    // Unicode 16, Scripts.txt: the scripts that splitting patterns of published tokenizers name.
    private static readonly (int Low, int High)[] Han =
    [
        (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B),
        (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0x16FE2, 0x16FE3), (0x16FF0, 0x16FF1), (0x20000, 0x2A6DF),
        (0x2A700, 0x2B739), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x2EBF0, 0x2EE5D), (0x2F800, 0x2FA1D),
        (0x30000, 0x3134A), (0x31350, 0x323AF),
    ];

    private static readonly (int Low, int High)[] Hiragana =
        [(0x3041, 0x3096), (0x309D, 0x309F), (0x1B001, 0x1B11F), (0x1B132, 0x1B132), (0x1B150, 0x1B152), (0x1F200, 0x1F200)];

    private static readonly (int Low, int High)[] Katakana =
    [
        (0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF), (0x32D0, 0x32FE), (0x3300, 0x3357), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D),
        (0x1AFF0, 0x1AFF3), (0x1AFF5, 0x1AFFB), (0x1AFFD, 0x1AFFE), (0x1B000, 0x1B000), (0x1B120, 0x1B122), (0x1B155, 0x1B155), (0x1B164, 0x1B167),
    ];

    private static readonly (int Low, int High)[] Hangul =
    [
        (0x1100, 0x11FF), (0x302E, 0x302F), (0x3131, 0x318E), (0x3200, 0x321E), (0x3260, 0x327E), (0xA960, 0xA97C), (0xAC00, 0xD7A3),
        (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB), (0xFFA0, 0xFFBE), (0xFFC2, 0xFFC7), (0xFFCA, 0xFFCF), (0xFFD2, 0xFFD7), (0xFFDA, 0xFFDC),
    ];

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["letter"] = "l",
        ["uppercaseletter"] = "lu",
        ["lowercaseletter"] = "ll",
        ["titlecaseletter"] = "lt",
        ["modifierletter"] = "lm",
        ["otherletter"] = "lo",
        ["mark"] = "m",
        ["nonspacingmark"] = "mn",
        ["spacingmark"] = "mc",
        ["enclosingmark"] = "me",
        ["number"] = "n",
        ["decimalnumber"] = "nd",
        ["letternumber"] = "nl",
        ["othernumber"] = "no",
        ["punctuation"] = "p",
        ["symbol"] = "s",
        ["separator"] = "z",
        ["other"] = "c",
        ["control"] = "cc",
        ["cntrl"] = "cc",
        ["digit"] = "nd",
    };

    /// <summary>The test of a property, or null when it is not known; case, spaces, hyphens and underscores in the name do not count.</summary>
    public static Func<int, bool>? Find(string name)
    {
        var plain = string.Concat(name.ToLowerInvariant().Where(c => c is not (' ' or '_' or '-')));
        plain = LongNames.GetValueOrDefault(plain, plain);
        return plain switch
        {
            "any" => _ => true,
            "ascii" => p => p < 128,
            "space" or "whitespace" => UnicodeClasses.IsSpace,
            "blank" => p => p == '\t' || UnicodeClasses.IsIn(p, 1 << (int)UnicodeCategory.SpaceSeparator),
            "xdigit" => p => p < 128 && char.IsAsciiHexDigit((char)p),
            "word" => UnicodeClasses.IsWord,
            "han" => InRanges(Han),
            "hiragana" => InRanges(Hiragana),
            "katakana" => InRanges(Katakana),
            "hangul" => InRanges(Hangul),
            _ => Category(plain),
        };
    }

    private static Func<int, bool>? Category(string name)
    {
        var mask = 0;
        for (var i = 0; i < UnicodeClasses.CategoryNames.Count; i++)
        {
            var category = UnicodeClasses.CategoryNames[i];
            if (category == name || (name.Length == 1 && category[0] == name[0]))
            {
                mask |= 1 << i;
            }
        }

        return mask == 0 ? null : p => UnicodeClasses.IsIn(p, mask);
    }

    private static Func<int, bool> InRanges((int Low, int High)[] ranges) => point =>
    {
        var (from, to) = (0, ranges.Length - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            if (point < ranges[middle].Low)
            {
                to = middle - 1;
            }
            else if (point > ranges[middle].High)
            {
                from = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    };
}
