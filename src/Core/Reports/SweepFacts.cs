namespace SteerScope.Reports;

/// <summary>What was run, on what, and by which conventions: the head of the page.</summary>
public sealed record SweepFacts
{
    /// <summary>The sweep's name.</summary>
    public required string Name { get; init; }

    /// <summary>The date to print, as text; null prints none. It comes from the manifest, never from the clock of the rendering.</summary>
    public string? Date { get; init; }

    /// <summary>The model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>The architecture, as in config.json's model_type.</summary>
    public required string ModelType { get; init; }

    /// <summary>Number of decoder blocks.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Names of the behaviours, in the sweep's order.</summary>
    public IReadOnlyList<string> Behaviours { get; init; } = [];

    /// <summary>The SAEs; empty when the sweep has none.</summary>
    public IReadOnlyList<SaeFacts> Saes { get; init; } = [];

    /// <summary>The device, e.g. cpu or cuda:0 (H200).</summary>
    public required string Device { get; init; }

    /// <summary>The compute provider, e.g. cpu, torch-cuda.</summary>
    public required string Provider { get; init; }

    /// <summary>The precision of the activations, e.g. float32.</summary>
    public required string Precision { get; init; }

    /// <summary>Where activations are taken, e.g. blocks.l.hook_resid_post.</summary>
    public required string Hook { get; init; }

    /// <summary>The token at which vectors are read.</summary>
    public required string ReadPosition { get; init; }

    /// <summary>What is done with the BOS token.</summary>
    public required string BosPolicy { get; init; }

    /// <summary>The template around question and answer, verbatim.</summary>
    public required string Template { get; init; }

    /// <summary>Further facts, e.g. the split or the metric of propensity.</summary>
    public IReadOnlyList<NamedValue> Further { get; init; } = [];

    /// <summary>Versions of the software.</summary>
    public IReadOnlyList<NamedValue> Versions { get; init; } = [];

    /// <summary>Digests of what went in and came out.</summary>
    public IReadOnlyList<NamedValue> Digests { get; init; } = [];
}
