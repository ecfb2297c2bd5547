using SteerScope.Devices;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Plans;

/// <summary>What a sweep needs, from its plan alone.</summary>
/// <param name="ForwardPasses">Batches through the whole model, at least.</param>
/// <param name="DiskBytes">Artifacts, roughly.</param>
/// <param name="MemoryBytes">Weights and the largest batch, roughly.</param>
public sealed record PlanEstimate(long ForwardPasses, long DiskBytes, long MemoryBytes)
{
    /// <summary>Estimates a plan.</summary>
    public static PlanEstimate Of(PreparedSweep sweep, SweepPlan plan)
    {
        var batch = sweep.Spec.Compute.BatchTokens;
        var passes = plan.Items.Sum(i => (i.Tokens + batch - 1) / batch);
        return new PlanEstimate(passes, Disk(sweep), Memory(sweep));
    }

    // What the program takes before it holds a single weight.
    private const long Runtime = 128L << 20;

    private static long Disk(PreparedSweep sweep)
    {
        long width = sweep.Shape.Width;
        long layers = sweep.Layers.Count;
        var pairs = sweep.Behaviours.Sum(b => (long)b.Split.Train.Count);
        var captures = pairs * layers * width * 2 * sizeof(float);
        var corpus = sweep.Corpus is { } c
            ? layers * ((c.CountedTokens * sizeof(float)) + (c.SampleStride == 0 ? 0 : 2 * c.CountedTokens / c.SampleStride * width * sizeof(float)))
            : 0;
        var variants = sweep.Spec.DecompositionInputs.Count;
        var decompositions = sweep.Behaviours.Count * sweep.Saes.Sum(s => (long)s.Features * ((variants * 2 * sizeof(float)) + (10 * sizeof(double))));
        return captures + corpus + decompositions;
    }

    // Weights, the keys and values of one batch at every layer, and some ten activations of the MLP's width.
    private static long Memory(PreparedSweep sweep)
    {
        var shape = sweep.Shape;
        long perLayer = ((2L * shape.Heads * shape.HeadDim) + (2L * shape.KeyValueWidth) + (3L * shape.MlpWidth)) * shape.Width;
        var weights = ((perLayer * shape.Layers) + (2L * shape.Vocabulary * shape.Width)) * (sweep.Spec.Model.Precision == Precision.Bfloat16 ? 2 : sizeof(float));
        var perToken = ((2L * shape.KeyValueWidth * shape.Layers) + (4L * shape.MlpWidth) + (6L * shape.Width)) * sizeof(float);
        return Runtime + weights + (perToken * sweep.Spec.Compute.BatchTokens * sweep.Spec.Compute.Workers);
    }
}
