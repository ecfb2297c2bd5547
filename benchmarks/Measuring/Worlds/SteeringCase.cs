using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Measuring.Worlds;

/// <summary>A steering sweep: random vectors at every layer, multipliers -1.5 to 1.5 in steps of 0.5, the letter's logit difference.</summary>
public sealed class SteeringCase
{
    /// <summary>Tokens of a forward pass, as specs have them by default.</summary>
    public const int BatchTokens = 2048;

    /// <summary>The multipliers of steering-bench.</summary>
    public static IReadOnlyList<double> Multipliers { get; } = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];

    /// <summary>A case for a model.</summary>
    public SteeringCase(ModelShape shape, IReadOnlyList<TokenizedPair> pairs)
    {
        Pairs = pairs;
        var random = new RandomNumbers(3);
        Directions = [.. Enumerable.Range(0, shape.Layers).Select(layer => new SteeringDirection(layer, random.Values(shape.Width, 0.2)))];
    }

    /// <summary>The examples.</summary>
    public IReadOnlyList<TokenizedPair> Pairs { get; }

    /// <summary>A vector per layer.</summary>
    public IReadOnlyList<SteeringDirection> Directions { get; }

    /// <summary>Runs it here.</summary>
    /// <returns>Logit differences; the directions are the layers, and there is one kind of positions and one metric.</returns>
    public PropensityGrid Run<T>(Transformer<T> model, AddingPositions positions, int batchTokens = BatchTokens)
        where T : class, IDisposable => new SteeringRunner<T>(model).Run(
            new SteeringRequest(Pairs, Directions, Multipliers, [positions], [PropensityMetric.LetterLogitDiff], batchTokens));

    /// <summary>Slopes [layer][example].</summary>
    public double[][] Slopes(PropensityGrid grid) =>
        [.. Directions.Select((_, layer) => Steerability.Of(grid.Slice(layer, 0, 0), [.. Multipliers]).Slopes.ToArray())];
}
