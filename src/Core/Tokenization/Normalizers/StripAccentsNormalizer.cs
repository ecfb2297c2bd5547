using System.Text;
using SteerScope.Tokenization.Unicode;

namespace SteerScope.Tokenization.Normalizers;

/// <summary>Leaves combining marks out; letters that hold their accent in themselves stay as they are.</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!NormalizationData.Instance.IsMark(rune.Value))
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}
