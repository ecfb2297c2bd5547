using SteerScope.Tokenization.Patterns;

namespace SteerScope.Tokenization.Normalizers;

/// <summary>Replaces what a pattern matches.</summary>
internal sealed class ReplaceNormalizer(Pattern pattern, string content) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text) => pattern.Replace(text, content);
}
