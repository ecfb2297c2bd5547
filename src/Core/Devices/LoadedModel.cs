using SteerScope.Capture;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Devices;

/// <summary>A transformer with the runs that a sweep makes of it.</summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
internal sealed class LoadedModel<T>(Transformer<T> transformer) : ILoadedModel
    where T : class, IDisposable
{
    public ModelShape Shape => transformer.Shape;

    public IReadOnlyList<PairActivations> CapturePairs(
        IReadOnlyList<TokenizedPair> pairs, IReadOnlyList<int> layers, int batchTokens, CancellationToken cancellation) =>
        new PairCapture<T>(transformer).Run(pairs, layers, batchTokens, cancellation);

    public IReadOnlyList<ChunkActivations> CaptureText(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation) =>
        new TextCapture<T>(transformer).Run(chunks, layers, sampled, batchTokens, cancellation);

    public PropensityGrid Steer(SteeringRequest request, CancellationToken cancellation) =>
        new SteeringRunner<T>(transformer).Run(request, cancellation);

    public Trace Trace(IReadOnlyList<int> ids, SteerRequest? steer) => TraceRunner<T>.Run(transformer, ids, steer);

    public void Dispose() => transformer.Dispose();
}
