using System.Text;

namespace SteerScope.Tokenization.Normalizers;

/// <summary>Lowercases every character by itself, as Rust's <c>char::to_lowercase</c> (no rule about final sigma).</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // The one character whose full lower case is two; .NET's invariant mapping leaves it alone.
            if (rune.Value == 0x130)
            {
                result.Append("i\u0307");
            }
            else
            {
                result.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return result.ToString();
    }
}
