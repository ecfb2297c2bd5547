using System.Text;
using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.Normalizers;

/// <summary>Leaves combining marks out; letters that hold their accent in themselves stay as they are.</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    private static readonly Func<int, bool> IsMark = UnicodeProperties.Find("M")!;

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsMark(rune.Value))
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}
