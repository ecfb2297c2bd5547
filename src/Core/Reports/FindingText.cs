using SteerScope.Decomposition;
using SteerScope.Statistics;

namespace SteerScope.Reports;

/// <summary>
/// The findings of arXiv 2411.08790 as this sweep has them, over all behaviours and layers: sentences that only say what the numbers
/// are, so that they hold where the paper's do not.
/// </summary>
public static class FindingText
{
    // One per cent at either end of the activation norms counts as outside.
    private const double OuterShare = 0.01;

    /// <summary>At most five, in the paper's order; one whose numbers the sweep lacks is left out.</summary>
    public static IReadOnlyList<Finding> Compose(IReadOnlyList<LayerRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. new[] { Norms(rows), Zero(rows), Scaling(rows), Negative(rows), Steering(rows) }.OfType<Finding>()];
    }

    private static Finding? Norms(IReadOnlyList<LayerRow> rows)
    {
        var vectors = rows.Where(row => row.RatioToMeanNorm is not null).DistinctBy(row => (row.Behaviour, row.Layer)).ToArray();
        if (vectors.Length == 0)
        {
            return null;
        }

        var ratios = vectors.Select(row => row.RatioToMeanNorm!.Value).Order().ToArray();
        var outside = vectors.Count(row => row.FractionBelow is <= OuterShare or >= 1 - OuterShare);
        return new Finding(
            "Norms",
            $"The norms of {NumberText.Counted(vectors.Length, "vector")} are {NumberText.Percent(ratios[0])} to {NumberText.Percent(ratios[^1])} of the mean activation norm, half of them below {NumberText.Percent(Median(ratios))}; {outside} of {vectors.Length} lie outside the middle 98 % of activation norms.");
    }

    private static Finding? Zero(IReadOnlyList<LayerRow> rows)
    {
        var decomposed = rows.Where(row => row.Sae is not null && row.OverlapWithZero is not null).ToArray();
        if (decomposed.Length == 0)
        {
            return null;
        }

        var mostly = decomposed.Count(row => VerdictRule.IsMostlyZero(row.OverlapWithZero!.Value, row.OverlapSize));
        return new Finding(
            "Zero vector",
            $"Of a vector's top {decomposed[0].OverlapSize} features, {NumberText.Significant(decomposed.Average(row => (double)row.OverlapWithZero!.Value), 2)} on average are those that the SAE reports for no vector at all; in {mostly} of {NumberText.Counted(decomposed.Length, "decomposition")} it is at least half of them.");
    }

    private static Finding? Scaling(IReadOnlyList<LayerRow> rows)
    {
        var scaled = rows.Where(row => row.Sae is not null && row.ScaledCosine is not null && row.Cosine is not null).ToArray();
        if (scaled.Length == 0)
        {
            return null;
        }

        var (before, after) = (Median(scaled.Select(row => row.Cosine!.Value)), Median(scaled.Select(row => row.ScaledCosine!.Value)));
        var faithful = scaled.Count(row => row.ScaledCosine >= TrustThresholds.Default.SmallestCosine);
        return new Finding(
            "Scaling",
            $"Rescaling to the mean activation norm takes the median cosine of vector and SAE reconstruction from {NumberText.Fixed(before, 2)} to {NumberText.Fixed(after, 2)}; it reaches {NumberText.Fixed(TrustThresholds.Default.SmallestCosine, 1)} in {faithful} of {NumberText.Counted(scaled.Length, "decomposition")}.");
    }

    private static Finding? Negative(IReadOnlyList<LayerRow> rows)
    {
        var assessed = rows.Where(row => row.Roles is not null).ToArray();
        if (assessed.Length == 0)
        {
            return null;
        }

        var shares = assessed.Where(row => row.SpuriousShare is not null).Select(row => row.SpuriousShare!.Value).ToArray();
        var share = shares.Length == 0 ? "" : $", with a median {NumberText.Percent(Median(shares))} of what the SAE makes active on the vector";
        return new Finding(
            "Negative projections",
            $"A decomposition reports nothing for {NumberText.Significant(assessed.Average(row => row.Roles!.Suppressed), 2)} features on average on which the prompts differ (suppressed), and {NumberText.Significant(assessed.Average(row => row.Roles!.Spurious), 2)} that neither kind of prompt activates (spurious){share}.");
    }

    private static Finding? Steering(IReadOnlyList<LayerRow> rows)
    {
        // Where a vector steers best, in each behaviour: what is kept of nothing says nothing.
        var best = rows.Where(row => row.SlopeVector > 0).GroupBy(row => row.Behaviour).Select(own => own.MaxBy(row => row.SlopeVector)!).ToArray();
        if (best.Length == 0)
        {
            return rows.Any(row => row.SlopeVector is not null) ? new Finding("Steering", "No vector steers the right way at any layer.") : null;
        }

        var where = string.Join("; ", best.Select(row => $"{row.Behaviour} at layer {row.Layer} by {NumberText.Significant(row.SlopeVector)}"));
        var kept = Kept(best, row => row.SlopeReconstruction);
        var pursuit = Kept(best, row => row.SlopePursuit);
        var text = $"Added once, the best vectors move the answer-logit difference the right way: {where}.";
        if (kept is not null)
        {
            text += $" Their SAE reconstructions keep {kept} of that{(pursuit is null ? "" : $", the signed decompositions by pursuit {pursuit}")}.";
        }

        return new Finding("Steering", text);
    }

    private static string? Kept(LayerRow[] rows, Func<LayerRow, double?> slope)
    {
        var shares = rows.Where(row => slope(row) is not null).Select(row => slope(row)!.Value / row.SlopeVector!.Value).Order().ToArray();
        return shares.Length switch
        {
            0 => null,
            1 => NumberText.Percent(shares[0]),
            _ => $"{NumberText.Percent(shares[0])} to {NumberText.Percent(shares[^1])}",
        };
    }

    private static double Median(IEnumerable<double> values) => FiveQuantiles.Of([.. values]).P50;
}
