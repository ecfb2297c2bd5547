namespace SteerScope.Tables;

public static partial class TableCatalog
{
    /// <summary>The steering vectors themselves.</summary>
    public static TableSchema SteeringVectors { get; } = new(
        "steering_vectors",
        ["behaviour"],
        [
            Layer(),
            Text("method", "How the pairs became a vector, e.g. `mean_difference`."),
            Int("n_pairs", "Contrastive pairs that went into it."),
            Text("letter_counts_matching", "How often each letter was the matching answer, e.g. `A:50 B:50`."),
            Double("letter_imbalance", "Half the sum over letters of |share among matching answers - share among the others|: 0 is balanced, 1 a pure letter vector; with two letters the share of the direction between them that stays in the vector."),
            Double("norm", "L2 norm of the vector."),
            OrNull(Double("fraction_of_activations_below", "Share of the corpus's activation norms below `norm` at this layer, 0 ... 1; null without a corpus.")),
            OrNull(Double("scale_to_mean_norm", "Factor that brings the vector to the mean activation norm of the layer; null without a corpus or for the zero vector.")),
            OrNull(Text("warning", "One sentence where the vector should not be trusted as it is, e.g. unbalanced letters; else null.")),
            new("vector", ColumnType.FloatList, false, "The vector, d_model floats, normalised as `spec.vectors.normalise` in `provenance` says (`none` by default)."),
        ],
        "One row per behaviour, layer and method: the steering vector and its place in the distribution of activation norms.");
}
