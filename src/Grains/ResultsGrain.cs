using Orleans.Concurrency;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Results;

namespace SteerScope.Grains;

/// <summary>Reads results for those who do not share the disk. Any member can; none keeps anything.</summary>
[StatelessWorker]
public sealed class ResultsGrain(IResultReader reader) : Grain, IResultsGrain
{
    private SweepSubmission? _submission;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _submission = await GrainFactory.GetGrain<ICatalogGrain>(0).Find(this.GetPrimaryKeyString())
            ?? throw new InputException($"the cluster has no sweep {this.GetPrimaryKeyString()}.");

    /// <inheritdoc/>
    public Task<IReadOnlyList<ResultFile>> Files() => Task.Run(() => reader.Files(_submission!));

    /// <inheritdoc/>
    public Task<byte[]> Read(string path, long offset, int count) =>
        Task.Run(() => reader.Read(_submission!, path, offset, Math.Clamp(count, 0, MessageLimits.Chunk)));

    /// <inheritdoc/>
    public Task<FeatureReading> Feature(FeatureReference reference) => Task.Run(() => reader.Feature(_submission!, reference));
}
