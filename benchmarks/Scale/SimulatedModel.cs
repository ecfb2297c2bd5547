using SteerScope.Capture;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Scale;

/// <summary>A model whose forward pass is a sleep.</summary>
internal sealed class SimulatedModel(ModelShape shape, TimeSpan shard) : ILoadedModel
{
    private readonly float[] _prepared = [.. Enumerable.Range(0, shape.Width).Select(i => (float)Math.Sin(i + 1))];

    /// <inheritdoc/>
    public ModelShape Shape => shape;

    /// <inheritdoc/>
    public IReadOnlyList<PairActivations> CapturePairs(
        IReadOnlyList<TokenizedPair> pairs, IReadOnlyList<int> layers, int batchTokens, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(shard);
        cancellation.ThrowIfCancellationRequested();
        float[] rows = [.. Enumerable.Range(0, pairs.Count).SelectMany(_ => _prepared)];
        return [.. layers.Select(layer => new PairActivations(layer, pairs.Count, shape.Width, rows, [.. rows.Select(x => -x)]))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChunkActivations> CaptureText(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation) => throw new NotSupportedException("The benchmark's sweep has no corpus.");

    /// <inheritdoc/>
    public PropensityGrid Steer(SteeringRequest request, CancellationToken cancellation) =>
        throw new NotSupportedException("The benchmark ends before anything is steered.");

    /// <inheritdoc/>
    public Trace Trace(IReadOnlyList<int> ids, SteerRequest? steer) => throw new NotSupportedException("Nothing is traced.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
