using SteerScope.Capture;
using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>
/// Measures how added vectors move the answer, with the least work that gives the numbers of a full forward pass per pair,
/// answer, layer, multiplier and position: a pair's answers share their prompt, layers up to the steered one are computed
/// once, positions before the first changed one keep their keys and values, all multipliers go as one batch, and only the
/// logits that are asked for are computed. Multiplier 0 is the unsteered pass.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class SteeringRunner<T>(Transformer<T> model)
    where T : class, IDisposable
{
    /// <summary>Runs the request.</summary>
    /// <exception cref="ArgumentException">A vector's width or a layer does not fit the model.</exception>
    public PropensityGrid Run(SteeringRequest request, CancellationToken cancellation = default)
    {
        Check(request);
        var grid = new PropensityGrid(request);
        var wholeAnswers = PropensityReadout<T>.WholeAnswers(request.Metrics);
        var lengths = request.Pairs
            .Select(p => p.Trunk.Count + (wholeAnswers ? p.MatchingTail.Count + p.OtherTail.Count - 2 : 0))
            .ToArray();
        foreach (var range in TokenBudget.Cut(lengths, request.BatchTokens))
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, count) = range.GetOffsetAndLength(request.Pairs.Count);
            using var batch = new SteeringBatch<T>(model, request, grid, first, count, cancellation);
            batch.Run();
        }

        return grid;
    }

    private void Check(SteeringRequest request)
    {
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
