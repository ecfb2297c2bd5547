namespace SteerScope.Sweeps.Plans;

/// <summary>What the stages need of a machine.</summary>
public static class SweepStages
{
    /// <summary>
    /// The provider that merges: whatever the model runs on, vectors, norms and decompositions come from the managed kernels,
    /// so that results do not depend on which machine merged.
    /// </summary>
    public const string MergeProvider = "cpu";

    /// <summary>Whether the stage's items run the model; all others merge what such items made, and need no device.</summary>
    public static bool NeedsModel(SweepStage stage) => stage is SweepStage.Capture or SweepStage.Corpus or SweepStage.Steer;
}
