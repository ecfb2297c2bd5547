using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Plans;

/// <summary>What a steering item costs, in tokens passed through the whole model.</summary>
internal static class SteeringCost
{
    /// <summary>The unsteered pass, and the continuations weighed by the share of the layers that they run through.</summary>
    public static long Tokens(PreparedSweep sweep, IReadOnlyList<PairLengths> pairs, IReadOnlyList<SteeredDirection> directions)
    {
        var steer = sweep.Spec.Steer;
        var whole = steer.Metrics.Any(m => m != PropensityMetric.LetterLogitDiff);
        var multipliers = steer.Multipliers.Count(m => m != 0);
        var layers = sweep.Shape.Layers;
        double tokens = 0;
        foreach (var pair in pairs)
        {
            var tail = 1 + (whole ? pair.Matching + pair.Other - 2 : 0);
            var all = pair.Trunk - 1 + tail;
            tokens += all;
            foreach (var direction in directions)
            {
                var share = (double)(layers - 1 - direction.Layer) / layers;
                var rows = steer.Positions.Sum(p => p == AddingPositions.All ? all : tail);
                tokens += multipliers * share * rows;
            }
        }

        return (long)Math.Ceiling(tokens);
    }
}
