using SteerScope.Capture;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Cluster.Member;

/// <summary>
/// A model that is slow, that ends its process, or that stops at a gate: while the gate's folder holds a file <c>closed</c>,
/// whoever comes leaves a file <c>reached</c> and waits in the middle of its shard.
/// </summary>
internal sealed class FaultyModel(ILoadedModel model, MemberArguments arguments) : ILoadedModel
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public ModelShape Shape => model.Shape;

    public IReadOnlyList<PairActivations> CapturePairs(
        IReadOnlyList<TokenizedPair> pairs, IReadOnlyList<int> layers, int batchTokens, CancellationToken cancellation)
    {
        Enter(pairs, cancellation);
        return model.CapturePairs(pairs, layers, batchTokens, cancellation);
    }

    public IReadOnlyList<ChunkActivations> CaptureText(
        IReadOnlyList<TextChunk> chunks,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>> sampled,
        int batchTokens,
        CancellationToken cancellation)
    {
        Enter([], cancellation);
        return model.CaptureText(chunks, layers, sampled, batchTokens, cancellation);
    }

    public PropensityGrid Steer(SteeringRequest request, CancellationToken cancellation)
    {
        Enter(request.Pairs, cancellation);
        return model.Steer(request, cancellation);
    }

    public Trace Trace(IReadOnlyList<int> ids, SteerRequest? steer) => model.Trace(ids, steer);

    public void Dispose() => model.Dispose();

    private void Enter(IReadOnlyList<TokenizedPair> pairs, CancellationToken cancellation)
    {
        if (pairs.Any(pair => pair.Row == arguments.CrashRow))
        {
            Environment.FailFast($"row {arguments.CrashRow} ends the process, as this test wants");
        }

        cancellation.WaitHandle.WaitOne(arguments.Pace);
        if (arguments.Gate is { } gate)
        {
            var closed = Path.Combine(gate, "closed");
            while (File.Exists(closed))
            {
                File.WriteAllText(Path.Combine(gate, "reached"), "");
                if (arguments.Deaf)
                {
                    Thread.Sleep(Glance);
                    continue;
                }

                cancellation.WaitHandle.WaitOne(Glance);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
