namespace SteerScope.Tables;

public static partial class TableCatalog
{
    /// <summary>The strongest SAE features of each input variant.</summary>
    public static TableSchema Decompositions { get; } = new(
        "decompositions",
        ["behaviour"],
        [
            Layer(),
            Sae(),
            Input(),
            Int("rank", "1 is the feature with the largest activation; ties go to the lower feature."),
            Feature(),
            Single("pre_activation", "x @ W_enc[:, f] + b_enc[f] of the SAE's own input (after its own centring and scaling)."),
            Single("activation", "Feature activation after the SAE's nonlinearity."),
            EncoderBias(),
            Threshold(),
        ],
        "One row per behaviour, layer, SAE, input variant and rank: what the SAE says the input is made of. Compare `input` = `zero`.");

    /// <summary>How well each input variant is given back.</summary>
    public static TableSchema Reconstructions { get; } = new(
        "reconstructions",
        [],
        [
            Behaviour(),
            Layer(),
            Sae(),
            Input(),
            Text("method", "Who decomposed it: `sae` (its encoder), `activation_difference` or `pursuit` (signed)."),
            Int("l0", "Features with an activation other than 0."),
            OrNull(Double("cosine", "Cosine of reconstruction and input; null where either is zero.")),
            OrNull(Double("relative_error", "L2 norm of (input - reconstruction) over the input's; null for the zero input.")),
            Double("norm", "L2 norm of the reconstruction."),
            OrNull(Double("top_k_overlap_with_zero", "Share of the strongest features (`decompose.overlap` of them) that are also among the zero vector's, 0 ... 1; null where either has none.")),
            OrNull(Double("steerability_retained", "Steerability of the reconstruction over that of the steering vector, for the first positions and metric of the spec; null where it was not steered with.")),
        ],
        "One row per behaviour, layer, SAE, input variant and method.");

    /// <summary>Everything about one feature and one steering vector.</summary>
    public static TableSchema Features { get; } = new(
        "features",
        ["behaviour", "layer"],
        [
            Sae(),
            Feature(),
            Single("mean_matching", "Mean feature activation at the letter position over the answers that match the behaviour."),
            Single("mean_not_matching", "The same over the answers that do not match."),
            Single("vector_on_encoder", "v @ W_enc[:, f] of the steering vector v, without b_enc."),
            Single("vector_on_decoder", "v . W_dec[f, :] with the decoder row as decoding uses it (of norm 1 where the SAE's library brings it there; Gemma Scope's are stored so)."),
            Single("activation_on_vector", "Feature activation when the steering vector itself is given to the SAE."),
            EncoderBias(),
            Threshold(),
            OrNull(Single("default_component", "Mean over ordinary text of x @ W_enc[:, f], without b_enc; null without a corpus.")),
            Text("role", "`aligned`, `suppressed`, `spurious`, `bias` or `inactive`: how its activation on the vector relates to its activations on the two prompt classes and on the zero vector."),
            new("activated_by_neither_class", ColumnType.Boolean, false, "Active on the vector, with both class means below `decompose.spurious_ratio` (1 %) of that; holds for most features of role `bias` too."),
            OrNull(Int("most_opposed_feature", "Feature whose decoder direction is most opposed to this one's; null where it was not searched for.")),
            OrNull(Single("most_opposed_cosine", "Cosine of the two decoder directions.")),
        ],
        "One row per behaviour, layer, SAE and feature.");

    /// <summary>Features whose encoder bias offsets what every activation has.</summary>
    public static TableSchema DefaultComponents { get; } = new(
        "default_components",
        ["behaviour"],
        [
            Layer(),
            Sae(),
            Feature(),
            Int("rank", "1 is the feature with the largest b_enc; ties go to the lower feature."),
            EncoderBias(),
            OrNull(Double("mean_corpus", "Mean over ordinary text of x @ W_enc[:, f], without b_enc: the default component; null without a corpus.")),
            OrNull(Double("corpus_p05", "5 % quantile of the same projections; null without a corpus.")),
            OrNull(Double("corpus_p50", "Median of the same projections; null without a corpus.")),
            OrNull(Double("corpus_p95", "95 % quantile of the same projections; null without a corpus.")),
            Double("mean_matching", "Mean projection x @ W_enc[:, f], without b_enc, at the letter position over the answers that match."),
            Double("mean_not_matching", "The same over the answers that do not match."),
            Double("vector", "Projection v @ W_enc[:, f] of the steering vector, without b_enc."),
            OrNull(Double("scaled_vector", "The same for the vector scaled to the mean activation norm; null without a corpus.")),
        ],
        "One row per behaviour, layer, SAE and high-bias feature: subtraction removes from the vector what b_enc is there to offset, and scaling does not bring it back. Here `mean_matching` is a projection; in `features` it is an activation.");

    private static TableColumn Input() => Text("input", "Input variant: the vector, the zero vector, the vector scaled to the mean activation norm, the mean activation plus the vector, ...");

    private static TableColumn Feature() => Int("feature", "Index of the SAE feature, from 0: a column of W_enc [d_model, F], a row of W_dec [F, d_model].");

    private static TableColumn EncoderBias() => Single("b_enc", "Encoder bias of the feature.");

    private static TableColumn Threshold() => OrNull(Single("threshold", "JumpReLU threshold of the feature; null for an SAE without thresholds."));
}
