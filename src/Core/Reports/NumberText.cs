using System.Globalization;

namespace SteerScope.Reports;

/// <summary>
/// Numbers as a reader wants them: invariant, with a true minus sign, a few significant digits, and powers of ten only where
/// plain digits would be unreadable. What is missing or not finite becomes an en dash.
/// </summary>
public static class NumberText
{
    /// <summary>What stands for a number that does not exist.</summary>
    public const string Missing = "–";

    private const string NoBreakSpace = "\u00a0";

    /// <summary>A number with significant digits: 0.0435, 12.4, 1,230, 4.30×10⁻⁵.</summary>
    public static string Significant(double? value, int digits = 3)
    {
        if (value is not { } number || !double.IsFinite(number))
        {
            return Missing;
        }

        if (number == 0)
        {
            return "0";
        }

        var (mantissa, exponent) = Split(number, digits);
        return exponent is < -4 or >= 6
            ? Signed($"{mantissa}×10{Superscript(exponent)}", number)
            : Signed(Math.Abs(number).ToString("N" + Math.Max(0, digits - 1 - exponent), CultureInfo.InvariantCulture), number);
    }

    /// <summary>A number for a narrow column: three significant digits, but no more than four decimals unless they would all be zero.</summary>
    public static string Compact(double? value) => value is not { } number || !double.IsFinite(number) || Math.Abs(number) >= 0.1 || number == 0
        ? Significant(value)
        : Math.Abs(number) >= 0.001 ? Fixed(value, 4) : Significant(value, 1);

    /// <summary>A number with a fixed number of decimals; one that rounds to zero has no sign.</summary>
    public static string Fixed(double? value, int decimals)
    {
        if (value is not { } number || !double.IsFinite(number))
        {
            return Missing;
        }

        var text = Math.Abs(number).ToString("N" + decimals, CultureInfo.InvariantCulture);
        return Signed(text, text.AsSpan().ContainsAnyInRange('1', '9') ? number : 0);
    }

    /// <summary>A whole number: 20,000.</summary>
    public static string Count(long? value) => value is not { } number ? Missing
        : Signed(number.ToString("N0", CultureInfo.InvariantCulture).TrimStart('-'), number);

    /// <summary>A whole number of things: 1 layer, 26 layers.</summary>
    public static string Counted(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A share as per cent: 0.7 %, 45 %; shares that are not quite 0 or 1 say so.</summary>
    public static string Percent(double? fraction)
    {
        if (fraction is not { } share || !double.IsFinite(share))
        {
            return Missing;
        }

        var percent = share * 100;
        var text = percent switch
        {
            > 0 and < 0.05 => "<0.1",
            > 99.95 and < 100 => ">99.9",
            0 or 100 => Fixed(percent, 0),
            (> -10 and < 10) or (> 90 and < 100) => Fixed(percent, 1),
            _ => Fixed(percent, 0),
        };
        return text + NoBreakSpace + "%";
    }

    /// <summary>A ratio in words that follow "is": 0.7 % of, 1.15 times.</summary>
    public static string Ratio(double ratio) => ratio < 0.995 ? Percent(ratio) + " of" : Significant(ratio) + " times";

    /// <summary>A tick of an axis: no more digits than the step needs.</summary>
    internal static string Tick(double value, int decimals, bool scientific)
    {
        if (value == 0)
        {
            return "0";
        }

        if (!scientific)
        {
            return Fixed(value, decimals);
        }

        var (mantissa, exponent) = Split(value, 4);
        return Signed($"{mantissa.TrimEnd('0').TrimEnd('.')}×10{Superscript(exponent)}", value);
    }

    private static (string Mantissa, int Exponent) Split(double number, int digits)
    {
        var text = Math.Abs(number).ToString("E" + (digits - 1), CultureInfo.InvariantCulture);
        var at = text.IndexOf('E', StringComparison.Ordinal);
        return (text[..at], int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static string Signed(string digits, double number) => number < 0 ? "−" + digits : digits;

    private static string Superscript(int exponent) => string.Concat(
        exponent.ToString(CultureInfo.InvariantCulture).Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
}
