using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains;

/// <summary>The list of sweeps. What it forgets, because its store was lost, is submitted again; nothing that is done is lost with it.</summary>
public sealed class CatalogGrain(
    [PersistentState("catalog", CatalogGrain.Storage)] IPersistentState<Catalog> state, ISubmissionCheck check) : Grain, ICatalogGrain
{
    /// <summary>Name of the grain storage that members configure.</summary>
    public const string Storage = "steerscope";

    /// <inheritdoc/>
    public async Task<string> Submit(SweepSubmission submission)
    {
        MessageLimits.RequireSpec(submission.Spec);
        var deviceClass = check.DeviceClassOf(submission);
        var id = SweepId.Of(submission.Out);
        if (state.State.Sweeps.Find(s => s.Id == id && s.Active) is { } running)
        {
            return running.Submission == submission
                ? id
                : throw new InputException($"another spec is being run into {submission.Out}; wait for it, cancel it, or give this one another out folder.");
        }

        await Change(catalog =>
        {
            catalog.Sweeps.RemoveAll(s => s.Id == id);
            catalog.Sweeps.Add(new CatalogEntry { Id = id, Submission = submission, DeviceClass = deviceClass, Active = true });
        });
        await GrainFactory.GetGrain<ISweepGrain>(id).Resubmitted();
        return id;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveSweep>> Active() => Task.FromResult<IReadOnlyList<ActiveSweep>>(
        [.. state.State.Sweeps.Where(s => s.Active).Select(s => new ActiveSweep(s.Id, s.DeviceClass))]);

    /// <inheritdoc/>
    public Task<SweepSubmission?> Find(string sweep) =>
        Task.FromResult(state.State.Sweeps.Find(s => s.Id == sweep)?.Submission);

    /// <inheritdoc/>
    public async Task Over(string sweep)
    {
        // It may have been submitted again while this was on its way, and is not over then.
        if (await GrainFactory.GetGrain<ISweepGrain>(sweep).Status() is { Preparing: true } or { Snapshot.Phase: ClusterPhase.Items or ClusterPhase.Results })
        {
            return;
        }

        await Change(catalog =>
        {
            if (catalog.Sweeps.Find(s => s.Id == sweep) is { } entry)
            {
                entry.Active = false;
            }
        });
    }

    private async Task Change(Action<Catalog> change)
    {
        change(state.State);
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // Whether it was written is not known: another activation reads what is there.
            DeactivateOnIdle();
            throw;
        }
    }
}
