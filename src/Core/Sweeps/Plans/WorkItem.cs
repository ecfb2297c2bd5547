using SteerScope.Artifacts;

namespace SteerScope.Sweeps.Plans;

/// <summary>The stages of a sweep, in order (DESIGN.md section 4).</summary>
public enum SweepStage
{
    /// <summary>behaviour x prompt shard: activations at the reading position.</summary>
    Capture,

    /// <summary>text shard: norms, sums and a sample of activations of ordinary text.</summary>
    Corpus,

    /// <summary>layer: the corpus shards merged into the norm distribution.</summary>
    Norms,

    /// <summary>behaviour x layer: steering vectors.</summary>
    Vector,

    /// <summary>behaviour x layer x SAE: what the SAE makes of the vector.</summary>
    Decompose,

    /// <summary>behaviour x prompt shard: answer-logit differences.</summary>
    Steer,
}

/// <summary>One artifact that a work item makes.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Layer">The layer that it belongs to.</param>
/// <param name="Variant">What of the layer: a vector method, a steered variant; empty where there is only one.</param>
public sealed record ItemOutput(ArtifactKey Key, int Layer, string Variant = "");

/// <summary>
/// The unit of scheduling, of retry and of failure: it makes its outputs from its inputs, each output is committed by
/// itself, and those that are already there are not made again.
/// </summary>
/// <param name="Id">Unique in the plan, readable: <c>steer/corrigible/shard=3</c>.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Outputs">What it makes; their keys may be computed whenever they are asked for.</param>
/// <param name="Inputs">Artifacts of other items that it reads: as many as there are shards, and made as they are reached.</param>
/// <param name="Behaviour">Index of the behaviour, or -1.</param>
/// <param name="Shard">Index of the shard, or -1.</param>
/// <param name="Layer">The layer, or -1 when it works on all of them.</param>
/// <param name="Sae">Index of the SAE in the prepared sweep, or -1.</param>
/// <param name="Tokens">Tokens that it passes through blocks, counting a token once per pass; for progress and the plan's estimate.</param>
public sealed record WorkItem(
    string Id,
    SweepStage Stage,
    IReadOnlyList<ItemOutput> Outputs,
    IEnumerable<ArtifactKey> Inputs,
    int Behaviour = -1,
    int Shard = -1,
    int Layer = -1,
    int Sae = -1,
    long Tokens = 0);
