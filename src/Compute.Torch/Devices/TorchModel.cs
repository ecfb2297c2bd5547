using System.Globalization;
using SteerScope.Capture;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Compute.Torch.Devices;

/// <summary>A model whose runs take turns on its device.</summary>
internal sealed class TorchModel(ILoadedModel inner, DeviceTurn turn) : ILoadedModel
{
    public ModelShape Shape => inner.Shape;

    public IReadOnlyList<PairActivations> CapturePairs(
        IReadOnlyList<TokenizedPair> pairs, IReadOnlyList<int> layers, int batchTokens, CancellationToken cancellation) =>
        turn.Pass(() => inner.CapturePairs(pairs, layers, batchTokens, cancellation), batchTokens);

    public IReadOnlyList<ChunkActivations> CaptureText(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation) =>
        turn.Pass(() => inner.CaptureText(chunks, layers, sampled, batchTokens, cancellation), batchTokens);

    public PropensityGrid Steer(SteeringRequest request, CancellationToken cancellation) =>
        turn.Pass(() => inner.Steer(request, cancellation), request.BatchTokens);

    public Trace Trace(IReadOnlyList<int> ids, SteerRequest? steer) => turn.Take(
        () => inner.Trace(ids, steer),
        string.Create(CultureInfo.InvariantCulture, $"in a pass of {ids.Count} tokens"),
        "a shorter text or --precision bfloat16");

    public void Dispose() => inner.Dispose();
}
