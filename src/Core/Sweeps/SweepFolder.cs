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
    private static readonly JsonSerializerOptions FailureForm = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // EAGAIN on Linux, on macOS, and a sharing violation on Windows: the only error of opening the lock that means "held".
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

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

    /// <summary>The spec as it was last run, all defaults filled in.</summary>
    public string Spec => Path.Combine(Root, "spec.yaml");

    private string State => Path.Combine(Root, "state");

    private string FailuresFile => Path.Combine(State, "failures.json");

    private string EpochFile => Path.Combine(State, "epoch");

    private string SpecFolderFile => Path.Combine(State, "spec-folder");

    /// <summary>Opens the store.</summary>
    public ArtifactStore OpenStore() => new(Root);

    /// <summary>Opens the remembered digests of input files.</summary>
    public FileDigests OpenDigests() => FileDigests.Open(Path.Combine(State, "digests.json"));

    /// <summary>Takes the folder for this process; released when disposed of, and by the system when the process dies.</summary>
    /// <exception cref="InputException">Another process holds it, or it cannot be written.</exception>
    public IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(State);
            return new FileStream(Path.Combine(State, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            throw new InputException($"{Root} is in use by another steerscope run; wait for it to end, or give this sweep another out folder.", e);
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
        const long PerRun = 1_000_000_000;
        var next = File.Exists(EpochFile)
            && long.TryParse(File.ReadAllText(EpochFile), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && last <= long.MaxValue - PerRun
            ? last + PerRun
            : PerRun;
        Replace(EpochFile, next.ToString(CultureInfo.InvariantCulture));
        return next;
    }

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
