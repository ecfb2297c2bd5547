namespace SteerScope.Reports.Pages;

/// <summary>How a verdict is shown: a sign, a word and a colour, any one of which suffices.</summary>
internal static class TrustBadge
{
    /// <summary>Class that sets the colour.</summary>
    public static string Css(TrustLevel level) => level switch
    {
        TrustLevel.Trusted => "trust-yes",
        TrustLevel.Doubtful => "trust-parts",
        TrustLevel.NotTrusted => "trust-no",
        _ => "trust-none",
    };

    /// <summary>In full.</summary>
    public static string Long(TrustLevel level) => level switch
    {
        TrustLevel.Trusted => "✓ can be trusted",
        TrustLevel.Doubtful => "≈ only in parts",
        TrustLevel.NotTrusted => "✕ cannot be trusted",
        _ => "– not assessed",
    };

    /// <summary>For a cell of a table.</summary>
    public static string Short(TrustLevel level) => level switch
    {
        TrustLevel.Trusted => "✓ yes",
        TrustLevel.Doubtful => "≈ in parts",
        TrustLevel.NotTrusted => "✕ no",
        _ => NumberText.Missing,
    };
}
