namespace SteerScope.Reports.Pages;

/// <summary>A column of the table over all layers.</summary>
/// <param name="Group">The group it stands under.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cell">What it shows of a row.</param>
internal sealed record LayerColumn(string Group, string Name, Func<LayerRow, string> Cell)
{
    /// <summary>All columns after layer, SAE and verdict.</summary>
    public static IReadOnlyList<LayerColumn> All { get; } =
    [
        new("Vector", "norm", row => NumberText.Compact(row.Norm)),
        new("Vector", "over mean", row => NumberText.Compact(row.RatioToMeanNorm)),
        new("Vector", "longer than", row => NumberText.Percent(row.FractionBelow)),
        new("SAE", "L0", row => NumberText.Count(row.L0)),
        new("SAE", "L0 of zero", row => NumberText.Count(row.ZeroL0)),
        new("SAE", "cosine", row => NumberText.Fixed(row.Cosine, 3)),
        new("SAE", "rel. error", row => NumberText.Compact(row.RelativeError)),
        new("SAE", "top shared", row => row.OverlapWithZero is { } overlap ? $"{overlap} of {row.OverlapSize}" : NumberText.Missing),
        new("Features", "aligned", row => NumberText.Count(row.Roles?.Aligned)),
        new("Features", "suppr.", row => NumberText.Count(row.Roles?.Suppressed)),
        new("Features", "spurious", row => NumberText.Count(row.Roles?.Spurious)),
        new("Features", "bias", row => NumberText.Count(row.Roles?.Bias)),
        new("Steering", "slope", row => NumberText.Compact(row.SlopeVector)),
        new("Steering", "slope of SAE", row => NumberText.Compact(row.SlopeReconstruction)),
        new("Steering", "anti-steer.", row => NumberText.Percent(row.AntiSteerable)),
        new("Checks", "letter A", row => (LetterBalance.IsUnbalancedShare(row.MatchingIsA) ? "⚠ " : "") + NumberText.Percent(row.MatchingIsA)),
        new("Checks", "signed resid.", row => NumberText.Percent(row.SignedResidual)),
    ];
}
