using System.Text;

namespace SteerScope.Tokenization.Patterns;

/// <summary>Widens a test on code points to their case variants.</summary>
internal static class CaseVariants
{
    /// <summary>A test that a code point passes when it or one of its case variants passes the given one.</summary>
    public static Func<int, bool> Of(Func<int, bool> test) => point =>
    {
        if (test(point))
        {
            return true;
        }

        if (!Rune.IsValid(point))
        {
            return false;
        }

        var folded = UnicodeClasses.Fold(point);
        return test(folded) || test(Rune.ToUpperInvariant(new Rune(folded)).Value) || OddVariants(folded).Any(test);
    };

    // Characters whose own upper or lower case is another pair's: they are reached from that pair by folding only.
    private static IEnumerable<int> OddVariants(int folded) => folded switch
    {
        's' => [0x17F],
        'k' => [0x212A],
        0xE5 => [0x212B],
        0x3C9 => [0x2126],
        _ => [],
    };
}
