using SteerScope.Models;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Preparation;

/// <summary>A spec with everything that it names found, opened, checked and tokenised: what a plan is made from.</summary>
public sealed record PreparedSweep
{
    /// <summary>The spec.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>The model's folder.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Digest of config.json and all weights.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>The model's sizes.</summary>
    public required ModelShape Shape { get; init; }

    /// <summary>Provider and device type that the model runs on, and that results belong to: <c>cpu</c>, <c>torch-cuda</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The layers, ascending.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>The behaviours, in the spec's order.</summary>
    public required IReadOnlyList<PreparedBehaviour> Behaviours { get; init; }

    /// <summary>Ordinary text; null when the spec has none.</summary>
    public required PreparedCorpus? Corpus { get; init; }

    /// <summary>The SAEs, by name in the spec's order, then by layer.</summary>
    public required IReadOnlyList<PreparedSae> Saes { get; init; }

    /// <summary>The first training prompt as the model reads it, for people to check.</summary>
    public required string FirstPrompt { get; init; }

    /// <summary>The tokens around the place at which that prompt is read.</summary>
    public required string FirstPromptTokens { get; init; }

    /// <summary>Why the template seems to be meant for another model; null when nothing speaks against it.</summary>
    public required string? TemplateWarning { get; init; }
}
