namespace SteerScope.Tables;

public static partial class TableCatalog
{
    /// <summary>Distribution of the norms of ordinary activations, per layer.</summary>
    public static TableSchema ActivationNorms { get; } = new(
        "activation_norms",
        [],
        [
            Layer(),
            Long("count", "Tokens of the corpus that were counted (see `bos` in the file's metadata)."),
            Double("mean", "Mean L2 norm of resid_post over those tokens."),
            Double("std", "Standard deviation of the norms, over the population (ddof 0)."),
            Double("min", "Smallest norm."),
            Double("max", "Largest norm."),
            Quantile("p01", 1),
            Quantile("p05", 5),
            Quantile("p25", 25),
            Quantile("p50", 50),
            Quantile("p75", 75),
            Quantile("p95", 95),
            Quantile("p99", 99),
        ],
        "One row per layer: how long the activations of ordinary text are. A steering vector is compared with this.");

    /// <summary>Histogram of the same norms.</summary>
    public static TableSchema ActivationNormHistogram { get; } = new(
        "activation_norm_histogram",
        [],
        [
            Layer(),
            Double("low", "Lower border of the bin, included."),
            Double("high", "Upper border of the bin, excluded (included in a layer's last bin)."),
            Long("count", "Tokens whose norm lies in the bin."),
        ],
        "One row per layer and bin of the activation norms.");

    private static TableColumn Quantile(string name, int percent) => Double(name, $"{percent} % quantile of the norms.");
}
