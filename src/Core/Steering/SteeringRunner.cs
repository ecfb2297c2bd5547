using SteerScope.Capture;
using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>
/// Measures how added vectors move the answer, with the least work that gives the numbers of a full forward pass per pair,
/// answer, layer, multiplier and position: a pair's answers share their prompt, layers up to the steered one are computed
/// once, positions before the first changed one keep their keys and values, all multipliers go as one batch, and of the last
/// block and the logits only what is asked for is computed. Multiplier 0 is the unsteered pass.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class SteeringRunner<T>(Transformer<T> model)
    where T : class, IDisposable
{
    /// <summary>Runs the request.</summary>
    /// <param name="request">What to measure; pairs in the model's vocabulary.</param>
    /// <param name="cancellation">Looked at between batches and blocks.</param>
    /// <exception cref="ArgumentException">A vector's width or a layer does not fit the model, or a list of the request is empty.</exception>
    public PropensityGrid Run(SteeringRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var grid = new PropensityGrid(request);
        var variants = new SteeringVariants(request, model.Shape.Layers);
        int[] lengths = [.. request.Pairs.Select(p => PairRows.Count(p, variants.WholeAnswers))];
        foreach (var pairs in TokenBudget.Cut(lengths, request.BatchTokens))
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = new SteeringBatch<T>(model, request, variants, grid, pairs, cancellation);
            batch.Run();
        }

        return grid;
    }

    private void Check(SteeringRequest request)
    {
        if (request.Directions.Count == 0 || request.Multipliers.Count == 0 || request.Positions.Count == 0 || request.Metrics.Count == 0)
        {
            throw new ArgumentException("A steering run needs directions, multipliers, positions and metrics, at least one of each.", nameof(request));
        }

        var shape = model.Shape;
        foreach (var direction in request.Directions)
        {
            if (direction.Vector.Length != shape.Width || direction.Layer < 0 || direction.Layer >= shape.Layers)
            {
                throw new ArgumentException(
                    $"A direction of width {direction.Vector.Length} at layer {direction.Layer} does not fit a model of {shape.Layers} layers of width {shape.Width}.",
                    nameof(request));
            }
        }
    }
}
