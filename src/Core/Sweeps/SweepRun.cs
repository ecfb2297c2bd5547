using SteerScope.Artifacts;
using SteerScope.Devices;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Items;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables;

namespace SteerScope.Sweeps;

/// <summary>Runs a whole sweep in this process: prepare, plan, work items, tables, page. Running it again is resuming it.</summary>
/// <param name="device">The device that the model runs on; stays the caller's.</param>
/// <param name="merging">The managed kernels, which do all other work: the same one where the model runs on them; stays the caller's.</param>
/// <param name="tables">Who writes table files.</param>
/// <param name="version">Version of the program, for the manifest.</param>
/// <param name="time">The clock, for progress and for nothing that is written.</param>
public sealed class SweepRun(IComputeDevice device, IComputeDevice merging, ITableFormat tables, string version, TimeProvider time)
{
    /// <summary>Runs it.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="cancellation">Stops at the next bounded unit of work.</param>
    /// <returns>How it ended; tables and page are there when it is complete.</returns>
    /// <exception cref="InputException">The spec, or what it names, is wrong; nothing is changed.</exception>
    public SweepOutcome Run(SweepSpec spec, ISweepObserver observer, CancellationToken cancellation)
    {
        device.Require(spec.Model.Precision);
        var folder = new SweepFolder(SpecPaths.Full(spec, spec.Out));
        using var held = folder.Lock();
        observer.Began(SweepPhase.Inputs);
        var digests = folder.OpenDigests();
        var sweep = SweepPreparer.Prepare(spec, device.Name, digests);
        digests.Save();
        var store = folder.OpenStore();
        store.DeleteStale();
        folder.WriteSpec(spec);
        var epochs = folder.ReserveEpochs();
        using var executor = new ItemExecutor(sweep, store, device, merging);
        observer.Began(SweepPhase.Model);
        var schedule = new Schedule(SweepPlanner.Plan(sweep), store);
        executor.LoadModelFor(schedule.Counts);
        using var log = new FailureLog(observer, folder);
        var outcome = new LocalHost(executor.Run, time).Run(schedule, spec.Compute.Workers, epochs, log, cancellation);
        if (outcome.Complete)
        {
            observer.Began(SweepPhase.Results);
            WriteResults(new SweepResults(sweep, store, folder, tables, version), cancellation);
        }

        return outcome;
    }

    // A full disk is no wrong input: everything is done but the tables, and the same command writes them.
    private static void WriteResults(SweepResults results, CancellationToken cancellation)
    {
        try
        {
            results.Write(cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactException($"the tables and the report could not be written, and the same command tries again: {e.Message}", e);
        }
    }
}
