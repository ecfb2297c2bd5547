using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SteerScope.Artifacts;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps;

/// <summary>
/// A sweep's output folder: <c>artifacts/</c> and <c>staging/</c> (see <see cref="ArtifactStore"/>), <c>tables/</c>,
/// <c>report.html</c>, <c>spec.yaml</c> as last run, and <c>state/</c>, whose content only saves time or tells people what happened.
/// </summary>
public sealed class SweepFolder
{
    /// <summary>Attempt numbers of one range: a run's, or those of one term of a cluster's leader.</summary>
    public const long EpochsPerRun = 1_000_000_000;

    private static readonly JsonSerializerOptions FailureForm = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Names the folder; nothing is created yet.</summary>
    public SweepFolder(string root) => Root = Path.GetFullPath(root);

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>The tables.</summary>
    public string Tables => Path.Combine(Root, "tables");

    /// <summary>Where tables and the page are put together before they appear.</summary>
    public string Staging => Path.Combine(Root, "staging");

    /// <summary>The page.</summary>
    public string Report => Path.Combine(Root, "report.html");

    /// <summary>The findings, one a line: the page has them too.</summary>
    public string Findings => Path.Combine(Root, "findings.txt");

    /// <summary>The spec as it was last run, all defaults filled in.</summary>
    public string Spec => Path.Combine(Root, "spec.yaml");

    /// <summary>Where the leader of a cluster's sweep keeps its ledger; the leader makes it.</summary>
    public string Ledger => Path.Combine(State, "ledger");

    /// <summary>Whose the folder is when a cluster runs its sweep.</summary>
    public ClusterOwnership Cluster => new(this);

    /// <summary>What only saves time or tells people what happened, but for the last attempt numbers and a cluster's claim.</summary>
    internal string State => Path.Combine(Root, "state");

    private string FailuresFile => Path.Combine(State, "failures.json");

    private string EpochFile => Path.Combine(State, "epoch");

    private string SpecFolderFile => Path.Combine(State, "spec-folder");

    /// <summary>Opens the store.</summary>
    public ArtifactStore OpenStore() => new(Root);

    /// <summary>Opens the store for a session of a cluster.</summary>
    public ArtifactStore OpenStore(long session) => ArtifactStore.ForSession(Root, session);

    /// <summary>The sessions' folders.</summary>
    public SessionFolders OpenSessions() => new(Root);

    /// <summary>Opens the remembered digests of input files.</summary>
    public FileDigests OpenDigests() => FileDigests.Open(Path.Combine(State, "digests.json"));

    /// <summary>Takes the folder for this process; released when disposed of, and by the system when the process dies.</summary>
    /// <exception cref="InputException">Another process holds it, a cluster runs its sweep, or it cannot be written.</exception>
    public IDisposable Lock()
    {
        var held = TryHold() ?? throw InUse();
        try
        {
            Cluster.RefuseLocalRun();
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Runs something with the lock held, for as short a time as it takes; waits a while for another holder to let go.</summary>
    /// <exception cref="InputException">Another process keeps it, or the folder cannot be written.</exception>
    internal TResult HoldBriefly<TResult>(Func<TResult> run, TimeSpan patience)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            using (var held = TryHold())
            {
                if (held is not null)
                {
                    return run();
                }
            }

            if (Stopwatch.GetElapsedTime(begun) > patience)
            {
                throw InUse();
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(20));
        }
    }

    private InputException InUse() => new($"{Root} is in use by another steerscope run; wait for it to end, or give this sweep another out folder.");

    // Null when another process holds it.
    private FileStream? TryHold()
    {
        try
        {
            return FolderLock.TryHold(State);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Root} cannot be written: {e.Message.TrimEnd('.')}; out, or --out, should name a folder that can be.", e);
        }
    }

    /// <summary>
    /// Reserves a range of attempt numbers that no earlier run has used, and records it before anything is written with
    /// them. Only the holder of the lock may call this.
    /// </summary>
    public long ReserveEpochs()
    {
        var next = LastEpochs() + EpochsPerRun;
        Replace(EpochFile, next.ToString(CultureInfo.InvariantCulture));
        return next;
    }

    /// <summary>The start of the range that was reserved last; 0 when none was.</summary>
    internal long LastEpochs() =>
        File.Exists(EpochFile) && long.TryParse(File.ReadAllText(EpochFile), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && last <= long.MaxValue - EpochsPerRun
            ? last
            : 0;

    /// <summary>What failed in the last run; empty when nothing did.</summary>
    public IReadOnlyList<ItemFailure> ReadFailures()
    {
        try
        {
            var failures = JsonSerializer.Deserialize<ItemFailure?[]>(File.ReadAllText(FailuresFile), FailureForm) ?? [];
            return [.. failures.OfType<ItemFailure>().Where(failure => failure is { Item: not null, Reason: not null })];
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Records what failed in this run.</summary>
    public void WriteFailures(IReadOnlyList<ItemFailure> failures) => Replace(FailuresFile, JsonSerializer.Serialize(failures, FailureForm));

    /// <summary>Records the spec, and where its relative paths start.</summary>
    public void WriteSpec(SweepSpec spec)
    {
        Replace(SpecFolderFile, Path.GetFullPath(spec.Folder));
        Replace(Spec, SpecFile.ToYaml(spec));
    }

    /// <summary>The spec as it was last run into this folder.</summary>
    /// <exception cref="InputException">No sweep was run into it, or what its spec names is no longer there.</exception>
    public SweepSpec ReadSpec()
    {
        if (!File.Exists(Spec) || !File.Exists(SpecFolderFile))
        {
            throw new InputException($"{Root}: no sweep was run into this folder; it should be a spec, or the output folder of a sweep.");
        }

        var problems = SpecFile.Check(File.ReadAllText(Spec), Path.Combine(File.ReadAllText(SpecFolderFile), Path.GetFileName(Spec)), checkFiles: true, out var spec);
        return problems.Count == 0
            ? spec with { Out = Root }
            : throw new InputException($"{Spec}: {string.Join("; ", problems.Select(p => $"{p.Path} {p.Message}".TrimStart()))}.");
    }

    /// <summary>Deletes what processes left that ended while they replaced a file. Only the owner of the folder may call this.</summary>
    public void DeleteStale()
    {
        foreach (var staged in new[] { Root, State }.SelectMany(folder => Directory.EnumerateFiles(folder, "*.inprogress")))
        {
            File.Delete(staged);
        }
    }

    /// <summary>Replaces a file by a whole one.</summary>
    public static void Replace(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var staged = path + ".inprogress";
        using (var stream = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(staged, path, overwrite: true);
    }
}
