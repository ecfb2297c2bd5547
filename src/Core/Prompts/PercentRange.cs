using System.Globalization;
using System.Text.RegularExpressions;

namespace SteerScope.Prompts;

/// <summary>A part of a list in whole per cent, as steering-bench writes it: <c>0%:40%</c>.</summary>
/// <param name="From">First per cent, included.</param>
/// <param name="To">Last per cent, excluded.</param>
public readonly partial record struct PercentRange(int From, int To)
{
    /// <summary>Reads <c>a%:b%</c> with 0 &lt;= a &lt; b &lt;= 100.</summary>
    public static bool TryParse(string? text, out PercentRange range)
    {
        var match = Form().Match(text ?? "");
        range = match.Success ? new PercentRange(Number(match.Groups[1]), Number(match.Groups[2])) : default;
        return match.Success && range.From < range.To && range.To <= 100;
    }

    /// <summary>The places of a list of <paramref name="length"/>: from floor(From * length / 100) to before floor(To * length / 100).</summary>
    public (int Start, int End) Slice(int length) => ((int)((long)From * length / 100), (int)((long)To * length / 100));

    /// <summary>Whether two ranges share a place.</summary>
    public bool Overlaps(PercentRange other) => From < other.To && other.From < To;

    /// <inheritdoc/>
    public override string ToString() => $"{From}%:{To}%";

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{1,3})%:([0-9]{1,3})%\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
