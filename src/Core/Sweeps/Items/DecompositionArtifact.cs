using SteerScope.Artifacts;
using SteerScope.Decomposition;
using SteerScope.Statistics;

namespace SteerScope.Sweeps.Items;

/// <summary>What an SAE makes of one vector: everything that tables and figures say about it.</summary>
public sealed record DecompositionArtifact
{
    /// <summary>The inputs, in the spec's order.</summary>
    public required IReadOnlyList<InputDecomposition> Inputs { get; init; }

    /// <summary>Strongest features of the zero vector that are compared with.</summary>
    public required IReadOnlyList<ActiveFeature> ZeroTop { get; init; }

    /// <summary>All features in order [F].</summary>
    public required IReadOnlyList<FeatureStatistics> Features { get; init; }

    /// <summary>Mean over ordinary text of x @ W_enc[:, f], [F]; null without a corpus.</summary>
    public required double[]? DefaultProjections { get; init; }

    /// <summary>Features with their most opposed ones: the strongest spurious and the most suppressed.</summary>
    public required IReadOnlyList<OpposedFeature> Opposed { get; init; }

    /// <summary>The features with the largest encoder bias.</summary>
    public required IReadOnlyList<DefaultComponentEntry> DefaultComponents { get; init; }

    /// <summary>Distributions over prompts of the features that the figures show.</summary>
    public required IReadOnlyList<FeatureDistribution> Distributions { get; init; }

    /// <summary>Decompositions with signs, which can be trusted where the SAE's cannot.</summary>
    public required IReadOnlyList<SignedEntry> Signed { get; init; }

    /// <summary>Share of the activation on the vector that lies in features which neither class of prompts activates.</summary>
    public required double SpuriousShare { get; init; }

    /// <summary>Whether the SAE's decomposition of the vector can be trusted.</summary>
    public required bool IsTrusted { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>Method of the <see cref="Signed"/> entry to read instead; null when none comes near enough.</summary>
    public required string? Alternative { get; init; }

    /// <summary>Which decomposition to read instead, in one sentence.</summary>
    public required string AlternativeSentence { get; init; }

    /// <summary>What is written.</summary>
    public ArtifactContent ToContent() => DecompositionContent.Write(this);

    /// <summary>Reads it.</summary>
    public static DecompositionArtifact From(Artifact artifact) => DecompositionContent.Read(artifact);
}

/// <summary>One input as the SAE sees it.</summary>
/// <param name="Variant">Which input.</param>
/// <param name="PreActivations">[F].</param>
/// <param name="Activations">[F].</param>
/// <param name="Reconstruction">How near the reconstruction comes.</param>
public sealed record InputDecomposition(InputVariant Variant, float[] PreActivations, float[] Activations, Reconstruction Reconstruction);

/// <summary>A default component with the distributions that its figure shows.</summary>
/// <param name="Feature">Index in the SAE.</param>
/// <param name="EncoderBias">What the encoder adds to every input.</param>
/// <param name="MeanCorpus">Mean projection of ordinary text; null without a corpus.</param>
/// <param name="MeanMatching">Mean projection of the matching answers.</param>
/// <param name="MeanNotMatching">Mean projection of the other answers.</param>
/// <param name="Vector">Projection of the vector.</param>
/// <param name="ScaledVector">Projection of the vector at the mean norm; null without a corpus.</param>
/// <param name="Corpus">Distribution over a sample of ordinary text; null without a corpus.</param>
/// <param name="Matching">Distribution over the matching answers.</param>
/// <param name="NotMatching">Distribution over the other answers.</param>
public sealed record DefaultComponentEntry(
    int Feature,
    double EncoderBias,
    double? MeanCorpus,
    double MeanMatching,
    double MeanNotMatching,
    double Vector,
    double? ScaledVector,
    FiveQuantiles? Corpus,
    FiveQuantiles Matching,
    FiveQuantiles NotMatching);

/// <summary>How a feature's activation is distributed over the prompts.</summary>
/// <param name="Feature">Index in the SAE.</param>
/// <param name="Matching">Over the matching answers.</param>
/// <param name="NotMatching">Over the other answers.</param>
public sealed record FeatureDistribution(int Feature, FiveQuantiles Matching, FiveQuantiles NotMatching);

/// <summary>A signed decomposition of the vector.</summary>
/// <param name="Method"><c>activation_difference</c> or <c>pursuit</c>.</param>
/// <param name="Terms">Features with coefficients, in the method's order.</param>
/// <param name="Reconstruction">How near their sum comes.</param>
public sealed record SignedEntry(string Method, IReadOnlyList<SignedTerm> Terms, Reconstruction Reconstruction);
