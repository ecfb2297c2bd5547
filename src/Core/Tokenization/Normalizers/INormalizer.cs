namespace SteerScope.Tokenization.Normalizers;

/// <summary>Rewrites a text before it is split.</summary>
internal interface INormalizer
{
    /// <summary>The rewritten text.</summary>
    string Normalize(string text);
}
