namespace SteerScope.Tables;

public static partial class TableCatalog
{
    /// <summary>Steerability of every vector.</summary>
    public static TableSchema Steerability { get; } = new(
        "steerability",
        [],
        [
            Behaviour(),
            .. SteeringKeys(),
            Double("slope_mean", "Mean over examples of the least-squares slope of the propensity over the multipliers, in logits per multiplier."),
            Double("slope_std", "Standard deviation of the slopes over examples (ddof 0)."),
            Double("anti_steerable_fraction", "Share of examples with a slope below 0, 0 ... 1."),
            Int("n", "Examples."),
        ],
        "One row per behaviour, layer, vector, positions and metric: how strongly adding the vector moves the answer.");

    /// <summary>Mean propensity at each multiplier.</summary>
    public static TableSchema Propensities { get; } = new(
        "propensities",
        [],
        [
            Behaviour(),
            .. SteeringKeys(),
            Double("multiplier", "The vector was multiplied by this before it was added."),
            Double("mean", "Mean propensity over examples, in logits."),
            Double("std", "Standard deviation over examples (ddof 0)."),
        ],
        "One row per behaviour, layer, vector, positions, metric and multiplier: the curve that the slope of `steerability` is fitted to.");

    /// <summary>Slope of each example.</summary>
    public static TableSchema SteerabilityExamples { get; } = new(
        "steerability_examples",
        ["behaviour"],
        [
            .. SteeringKeys(),
            Int("example", "Index of the example in the behaviour's file, from 0."),
            Double("slope", "Least-squares slope of the example's propensity over the multipliers, in logits per multiplier."),
        ],
        "One row per behaviour, layer, vector, positions, metric and example.");

    private static IReadOnlyList<TableColumn> SteeringKeys() =>
    [
        Layer(),
        Text("vector", "What was added: `vector`, or `reconstruction:<sae>`, `activation_difference:<sae>`, `pursuit:<sae>` (docs/spec.md, steer.variants)."),
        Text("positions", "Where it was added: `answer` (from the token that predicts the letter on), `all` or `last`."),
        Text("metric", "Propensity: `letter_logit_diff` (letter only), `logit_diff_sum` or `logprob_diff_sum` (all answer tokens, the closing bracket too); matching minus not matching."),
    ];
}
