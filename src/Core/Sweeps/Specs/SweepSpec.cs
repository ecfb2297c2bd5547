using SteerScope.Decomposition;
using SteerScope.Steering;

namespace SteerScope.Sweeps.Specs;

/// <summary>A sweep as the user asks for it. Paths are as written; <see cref="SpecPaths"/> finds what they name.</summary>
public sealed record SweepSpec
{
    /// <summary>Folder that relative paths start from; no part of the record or the digest.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The sweep's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Output folder, as written.</summary>
    public string Out { get; init; } = "";

    /// <summary>The model.</summary>
    public ModelSpec Model { get; init; } = new();

    /// <summary>The behaviours.</summary>
    public IReadOnlyList<BehaviourSpec> Behaviours { get; init; } = [];

    /// <summary>The prompts.</summary>
    public PromptsSpec Prompts { get; init; } = new();

    /// <summary>Ordinary text; null leaves out all that needs it.</summary>
    public CorpusSpec? Corpus { get; init; }

    /// <summary>The layers.</summary>
    public LayerSelection Layers { get; init; } = LayerSelection.All;

    /// <summary>The vectors.</summary>
    public VectorsSpec Vectors { get; init; } = new();

    /// <summary>The SAEs; none leaves out the decomposition.</summary>
    public IReadOnlyList<SaeSpec> Saes { get; init; } = [];

    /// <summary>The decomposition.</summary>
    public DecomposeSpec Decompose { get; init; } = new();

    /// <summary>The steering.</summary>
    public SteerSpec Steer { get; init; } = new();

    /// <summary>The machine.</summary>
    public ComputeSpec Compute { get; init; } = new();

    /// <summary>The report.</summary>
    public ReportSpec Report { get; init; } = new();

    /// <summary>The method whose vectors are decomposed and steered with.</summary>
    public SteeringVectorMethod PrimaryMethod => Steer.Method ?? Vectors.Methods[0];

    /// <summary>The inputs that can be had, the vector always among them: those that need the activations of ordinary text only where there is a corpus.</summary>
    public IReadOnlyList<InputVariant> DecompositionInputs =>
        Decompose.Inputs.Contains(InputVariant.Vector) ? AvailableInputs : [InputVariant.Vector, .. AvailableInputs];

    private IReadOnlyList<InputVariant> AvailableInputs =>
        Corpus is null ? [.. Decompose.Inputs.Where(input => input is InputVariant.Vector or InputVariant.Zero)] : Decompose.Inputs;

    /// <summary>The forms to steer with that can be had: reconstructions only where there is an SAE.</summary>
    public IReadOnlyList<SteeredVariant> SteeredVariants =>
        Saes.Count == 0 ? [.. Steer.Variants.Where(variant => variant == SteeredVariant.Vector)] : Steer.Variants;
}
