namespace SteerScope.Tokenization.Normalizers;

/// <summary>Puts something in front of a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        TextGrowth.Check((long)prefix.Length + text.Length, text.Length);
        return prefix + text;
    }
}
