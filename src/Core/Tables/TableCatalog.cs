namespace SteerScope.Tables;

/// <summary>
/// Every table that a sweep writes. docs/tables.md is made from it. Large tables are partitioned, small ones are one file,
/// because a reader pays for each file it opens: a sweep of 100 behaviours and 26 layers would else scatter thousands of tiny ones.
/// </summary>
public static partial class TableCatalog
{
    /// <summary>All tables in the order of the documentation.</summary>
    public static IReadOnlyList<TableSchema> All =>
    [
        ActivationNorms,
        ActivationNormHistogram,
        SteeringVectors,
        Decompositions,
        Reconstructions,
        Features,
        DefaultComponents,
        Steerability,
        Propensities,
        SteerabilityExamples,
        Provenance,
    ];

    /// <summary>Partition keys and what they hold.</summary>
    public static IReadOnlyList<(string Key, string Description)> Keys { get; } =
    [
        ("behaviour", BehaviourDescription),
        ("layer", LayerDescription),
    ];

    /// <summary>The key-value pairs of the sweep's manifest.</summary>
    public static TableSchema Provenance { get; } = new(
        "provenance",
        [],
        [
            Text("key", "Path of the value in the manifest, joined by dots, e.g. `model.digest`."),
            Text("value", "The value as text."),
        ],
        "One row per value of the manifest: spec, digests of model, SAEs and data, versions, device.");

    private const string BehaviourDescription = "Name of the behaviour (a set of contrastive pairs).";

    private const string LayerDescription = "Layer l, from 0: resid_post is the output of block l (the last layer's is taken before the final norm).";

    private static TableColumn Behaviour() => Text("behaviour", BehaviourDescription);

    private static TableColumn Layer() => Int("layer", LayerDescription);

    private static TableColumn Sae() => Text("sae", "Name of the SAE in the spec.");

    private static TableColumn Int(string name, string description) => new(name, ColumnType.Int32, false, description);

    private static TableColumn Long(string name, string description) => new(name, ColumnType.Int64, false, description);

    private static TableColumn Single(string name, string description) => new(name, ColumnType.Float, false, description);

    private static TableColumn Double(string name, string description) => new(name, ColumnType.Double, false, description);

    private static TableColumn Text(string name, string description) => new(name, ColumnType.String, false, description);

    private static TableColumn OrNull(TableColumn column) => column with { Nullable = true };
}
