namespace SteerScope.Reports;

/// <summary>
/// All that the page of one sweep shows. The page is a pure function of this model: no clock, no file and no culture has a say,
/// so that the same artifacts give the same bytes.
/// </summary>
public sealed record ReportModel
{
    /// <summary>What was run, on what, and by which conventions.</summary>
    public required SweepFacts Sweep { get; init; }

    /// <summary>One verdict per behaviour, in the sweep's order; <see cref="VerdictText"/> composes a good default.</summary>
    public IReadOnlyList<BehaviourVerdict> Verdicts { get; init; } = [];

    /// <summary>The behaviour and layer whose figures are drawn; null when the sweep made no vector.</summary>
    public FocusModel? Focus { get; init; }

    /// <summary>One row per behaviour, layer and SAE, in the order in which the table shows them.</summary>
    public IReadOnlyList<LayerRow> Layers { get; init; } = [];

    /// <summary>The positions mode of the slopes in <see cref="Layers"/>; null prints none.</summary>
    public string? SlopePositions { get; init; }

    /// <summary>What the table means, in a sentence or two; null lets <see cref="VerdictText.Summarise"/> say it.</summary>
    public string? Meaning { get; init; }

    /// <summary>What a careful reader must know before believing a number.</summary>
    public ReportWarnings Warnings { get; init; } = new();
}
