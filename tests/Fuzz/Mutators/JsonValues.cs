using System.Globalization;
using SteerScope.Fuzz.Json;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Values to put where a JSON file has others.</summary>
internal static class JsonValues
{
    private static readonly int[] Depths = [1, 2, 10, 62, 63, 64, 65, 3000];

    /// <summary>Any value that a reader may not expect.</summary>
    public static JsonTree Nasty(FuzzRandom random) => random.Below(8) switch
    {
        0 or 1 or 2 => JsonTree.Leaf(random.Pick(NastyNumbers.Texts)),
        3 or 4 => JsonTree.Leaf(Text(random)),
        5 => JsonTree.Leaf(random.Pick(["null", "true", "false", "{}", "[]", "[[]]", "[null]", "{\"\": 1}", "nul", ""])),
        6 => JsonTree.Leaf('"' + new string(random.Pick(['A', ' ', '9', '(']), random.Pick([100, 3000, 30_000])) + '"'),
        _ => JsonTree.Array(Enumerable.Range(0, random.Length(12)).Select(_ => JsonTree.Leaf(random.Pick(NastyNumbers.Texts)))),
    };

    /// <summary>A string with its quotes.</summary>
    public static string Text(FuzzRandom random) => '"' + random.Pick(NastyTexts.All) + '"';

    /// <summary>A value inside arrays or objects, as deep as it takes to pass a reader's limit.</summary>
    public static JsonTree Wrapped(FuzzRandom random, JsonTree value)
    {
        var depth = random.Pick(Depths);
        var (open, close) = random.OneIn(2) ? ("[", "]") : ("{\"a\": ", "}");
        var inner = System.Text.Encoding.Latin1.GetString(value.ToBytes());
        return JsonTree.Leaf(string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth)));
    }

    /// <summary>A value much like another: a number beside it, a string with something put in or taken out.</summary>
    public static string Near(FuzzRandom random, string raw)
    {
        if (raw.StartsWith('"'))
        {
            return NearText(random, raw);
        }

        return double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (random.Below(6) switch
            {
                0 => number + 1,
                1 => number - 1,
                2 => -number,
                3 => number * 2,
                4 => Math.Floor(number / 2),
                _ => number * 1000,
            }).ToString("R", CultureInfo.InvariantCulture)
            : random.Pick(["true", "false", "null", "0", "1"]);
    }

    private static string NearText(FuzzRandom random, string raw)
    {
        var inner = raw[1..^1];
        var at = random.Below(inner.Length + 1);
        return '"' + random.Below(4) switch
        {
            0 => inner[..at],
            1 => inner[..at] + random.Pick(NastyTexts.All) + inner[at..],
            2 => inner + inner,
            _ => inner[at..],
        } + '"';
    }
}
