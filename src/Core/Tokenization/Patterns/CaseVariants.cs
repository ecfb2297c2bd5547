using System.Text;

namespace SteerScope.Tokenization.Patterns;

/// <summary>Widens a test on code points to their case variants (simple case folding; ß and ss stay apart).</summary>
internal static class CaseVariants
{
    // Folded code point -> variants that are neither it nor its upper case (CaseFolding.txt of Unicode 14, statuses C and S).
    private static readonly Dictionary<int, int[]> OddVariants = new()
    {
        ['k'] = [0x212A],
        ['s'] = [0x17F],
        [0xE5] = [0x212B],
        [0x1C6] = [0x1C5],
        [0x1C9] = [0x1C8],
        [0x1CC] = [0x1CB],
        [0x1F3] = [0x1F2],
        [0x3B2] = [0x3D0],
        [0x3B5] = [0x3F5],
        [0x3B8] = [0x3D1, 0x3F4],
        [0x3B9] = [0x345, 0x1FBE],
        [0x3BA] = [0x3F0],
        [0x3BC] = [0xB5],
        [0x3C0] = [0x3D6],
        [0x3C1] = [0x3F1],
        [0x3C3] = [0x3C2],
        [0x3C6] = [0x3D5],
        [0x3C9] = [0x2126],
        [0x432] = [0x1C80],
        [0x434] = [0x1C81],
        [0x43E] = [0x1C82],
        [0x441] = [0x1C83],
        [0x442] = [0x1C84, 0x1C85],
        [0x44A] = [0x1C86],
        [0x463] = [0x1C87],
        [0x1E61] = [0x1E9B],
        [0xA64B] = [0x1C88],
    };

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

        var folded = Fold(point);
        return test(folded)
            || test(Rune.ToUpperInvariant(new Rune(folded)).Value)
            || (OddVariants.TryGetValue(folded, out var odd) && Array.Exists(odd, variant => test(variant)));
    };

    // .NET keeps U+017F (long s) from mapping into ASCII; Unicode folds it to s.
    private static int Fold(int point) =>
        point == 0x17F ? 's' : Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(point))).Value;
}
