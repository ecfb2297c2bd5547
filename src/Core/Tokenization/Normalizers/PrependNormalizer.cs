namespace SteerScope.Tokenization.Normalizers;

/// <summary>Puts something in front of a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
