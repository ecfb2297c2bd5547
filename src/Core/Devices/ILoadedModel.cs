using SteerScope.Capture;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Devices;

/// <summary>A model on a device, with what a sweep does with it. Several threads may use it at once on the managed provider.</summary>
public interface ILoadedModel : IDisposable
{
    /// <summary>Its sizes.</summary>
    ModelShape Shape { get; }

    /// <summary>See <see cref="PairCapture{T}.Run"/>.</summary>
    IReadOnlyList<PairActivations> CapturePairs(
        IReadOnlyList<TokenizedPair> pairs, IReadOnlyList<int> layers, int batchTokens, CancellationToken cancellation);

    /// <summary>See <see cref="TextCapture{T}.Run"/>.</summary>
    IReadOnlyList<ChunkActivations> CaptureText(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation);

    /// <summary>See <see cref="SteeringRunner{T}.Run"/>.</summary>
    PropensityGrid Steer(SteeringRequest request, CancellationToken cancellation);

    /// <summary>See <see cref="TraceRunner{T}.Run"/>.</summary>
    Trace Trace(IReadOnlyList<int> ids, SteerRequest? steer);
}
