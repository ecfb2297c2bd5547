using System.Globalization;

namespace SteerScope.Tokenization;

/// <summary>
/// How much longer a text may become on its way through a tokenizer. Rules that are meant make it three times longer at
/// most, the widest character of Unicode's compatibility forms eighteen times; a file of a few kilobytes could otherwise
/// double a text as often as it likes, and take all memory.
/// </summary>
internal static class TextGrowth
{
    private const long Factor = 32;
    private const long Free = 256;

    /// <summary>Checks the length that a step makes of a text.</summary>
    /// <exception cref="TextGrowthException">It is too long.</exception>
    public static void Check(long length, long original)
    {
        if (length > Free + (Factor * original))
        {
            throw new TextGrowthException(string.Create(
                CultureInfo.InvariantCulture, $"a rule makes {length} characters of {original}, and more than {Factor} times as many is not supported"));
        }
    }
}
