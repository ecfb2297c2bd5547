namespace SteerScope.Tokenization.Unicode;

/// <summary>The four normalization forms of UAX 15.</summary>
internal enum NormalizationForm
{
    /// <summary>Canonical decomposition.</summary>
    Nfd,

    /// <summary>Canonical decomposition, then composition.</summary>
    Nfc,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd,

    /// <summary>Compatibility decomposition, then composition.</summary>
    Nfkc,
}
