using SteerScope.Measuring.Worlds;
using SteerScope.Models;
using SteerScope.Steering;

namespace SteerScope.GpuBenchmark.Steering;

/// <summary>
/// The steering sweep, and the part of it that the rival does: a pass of its costs the same at any layer and multiplier, and all of
/// them would take minutes.
/// </summary>
internal sealed class SteeringSubset
{
    private const int PromptTokens = 150;

    /// <summary>Creates it for a model.</summary>
    public SteeringSubset(ModelShape shape, GpuOptions options)
    {
        Case = new SteeringCase(shape, RandomPairs.Of(options.Examples, PromptTokens, PromptTokens, shape.Vocabulary));
        Layers = [.. new[] { 0, shape.Layers / 2, shape.Layers - 1 }.Distinct()];
        Multipliers = [0, SteeringCase.Multipliers.Count - 1];
        Examples = Math.Min(2, options.Examples);
        PassesPerExample = shape.Layers * SteeringCase.Multipliers.Count * 2;
    }

    /// <summary>The whole sweep.</summary>
    public SteeringCase Case { get; }

    /// <summary>The rival's layers.</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>The rival's multipliers, as indexes.</summary>
    public IReadOnlyList<int> Multipliers { get; }

    /// <summary>The rival's examples, from the first.</summary>
    public int Examples { get; }

    /// <summary>Passes that the rival would need for one example of the whole sweep: layers x multipliers x 2 answers.</summary>
    public int PassesPerExample { get; }

    /// <summary>Passes that the rival makes.</summary>
    public int RivalPasses => Layers.Count * Multipliers.Count * Examples * 2;

    /// <summary>Logit differences of what the rival computes, in its order.</summary>
    public double[] Differences(PropensityGrid grid) =>
    [
        .. from layer in Layers
           from multiplier in Multipliers
           from example in Enumerable.Range(0, Examples)
           select grid[layer, 0, 0, example, multiplier],
    ];
}
