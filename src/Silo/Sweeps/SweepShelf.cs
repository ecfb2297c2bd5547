using System.Collections.Concurrent;
using SteerScope.Artifacts;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Silo.Sweeps;

/// <summary>Prepared sweeps, each made once per process however many devices and grains ask, and dropped when nobody holds it.</summary>
internal sealed class SweepShelf(StoreRoot root)
{
    private readonly ConcurrentDictionary<SweepSubmission, WeakReference<Lazy<ShelvedSweep>>> _sweeps = new();

    /// <summary>Gets a sweep; blocks while it is prepared.</summary>
    /// <exception cref="InputException">Something that its spec names is wrong.</exception>
    public ShelvedSweep Get(SweepSubmission submission)
    {
        var entry = _sweeps.GetOrAdd(submission, _ => new WeakReference<Lazy<ShelvedSweep>>(null!));
        Lazy<ShelvedSweep>? sweep;
        lock (entry)
        {
            if (!entry.TryGetTarget(out sweep))
            {
                entry.SetTarget(sweep = new Lazy<ShelvedSweep>(() => Prepare(submission)));
            }
        }

        try
        {
            var shelved = sweep.Value;
            shelved.Keep(sweep);
            return shelved;
        }
        catch
        {
            // What was wrong may be put right: the next one who asks looks again.
            lock (entry)
            {
                if (entry.TryGetTarget(out var current) && current == sweep)
                {
                    entry.SetTarget(null!);
                }
            }

            throw;
        }
    }

    // It saves others the reading of large files, and several members may do it at once: who comes second need not.
    private static void Save(FileDigests digests)
    {
        try
        {
            digests.Save();
        }
        catch (IOException)
        {
            // Somebody else is at it, or the disk is full, which what matters will say.
        }
    }

    private ShelvedSweep Prepare(SweepSubmission submission)
    {
        var spec = SubmittedSpec.Read(submission, root);
        root.RequireFound(spec);
        var folder = new SweepFolder(submission.Out);
        var digests = folder.OpenDigests();
        var sweep = SweepPreparer.Prepare(spec, spec.Compute.Device, digests);
        Save(digests);
        var plan = SweepPlanner.Plan(sweep);
        return new ShelvedSweep(folder, sweep, plan);
    }
}
