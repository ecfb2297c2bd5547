using SteerScope.Tokenization.Unicode;

namespace SteerScope.Tokenization.Normalizers;

/// <summary>Brings a text into a Unicode normalization form.</summary>
internal sealed class UnicodeFormNormalizer(NormalizationForm form) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text) => UnicodeNormalizer.Normalize(text, form);
}
