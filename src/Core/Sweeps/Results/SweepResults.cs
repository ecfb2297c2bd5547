using SteerScope.Artifacts;
using SteerScope.Reports;
using SteerScope.Sweeps.Preparation;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Results;

/// <summary>
/// Writes a finished sweep's tables and page. Both are put together in the staging folder and then take their places in one
/// move each: a reader sees the old ones or the new ones, whole. <c>_SUCCESS</c> is written last.
/// </summary>
/// <param name="sweep">The sweep, all of whose artifacts are there.</param>
/// <param name="store">Its store.</param>
/// <param name="folder">Its folder.</param>
/// <param name="format">Who writes table files.</param>
/// <param name="version">Version of the program, for the manifest.</param>
/// <param name="session">The session of a cluster that writes them, or null: with its folder it loses the right to.</param>
public sealed class SweepResults(
    PreparedSweep sweep, ArtifactStore store, SweepFolder folder, ITableFormat format, string version, long? session = null)
{
    private const string SuccessFile = "_SUCCESS";
    private const string ManifestFile = "manifest.json";

    private readonly SweepArtifacts _artifacts = new(sweep, store);

    // Not in the session's folder, which making one in it would bring back to life after it was taken away.
    private readonly string _staged = Path.Combine(folder.Staging, session is { } id ? SessionFolders.ResultsName(id) : "tables");

    /// <summary>Writes what is not there yet; does nothing when tables and page are those of these artifacts.</summary>
    /// <returns>Whether anything was written.</returns>
    public bool Write(CancellationToken cancellation)
    {
        var manifest = new Manifest(sweep, format.Name, version, _artifacts.Inputs());
        if (IsCurrent(manifest))
        {
            return false;
        }

        RequireSession();
        var staged = _staged + ".inprogress";
        DeleteFolder(staged);
        try
        {
            Directory.CreateDirectory(staged);
            var writers = new TableWriters(_artifacts, format, staged);
            var files = writers.Write(cancellation);
            files = [.. files, .. writers.WriteProvenance(manifest.Values())];
            WritePage(manifest);
            var text = manifest.ToJson(files);
            SweepFolder.Replace(Path.Combine(staged, ManifestFile), text);
            SweepFolder.Replace(Path.Combine(staged, SuccessFile), "");
            RequireSession();
            if (!manifest.IsOf(text, staged))
            {
                // Both files above make the folder where it is gone.
                throw new IOException($"{staged} was taken away while tables were written into it.");
            }
        }
        catch
        {
            Drop(staged);
            throw;
        }

        TakePlace(staged);
        return true;
    }

    private void RequireSession()
    {
        if (session is { } id && !Directory.Exists(folder.OpenSessions().PathOf(id)))
        {
            throw new SessionFencedException(id);
        }
    }

    /// <summary>Writes the page alone, from the artifacts.</summary>
    public void WritePage() => WritePage(new Manifest(sweep, format.Name, version, _artifacts.Inputs()));

    /// <summary>Whether tables and page are there, whole, and made from the artifacts of this sweep.</summary>
    public bool AreCurrent() => IsCurrent(new Manifest(sweep, format.Name, version, _artifacts.Inputs()));

    private bool IsCurrent(Manifest manifest)
    {
        var path = Path.Combine(folder.Tables, ManifestFile);
        return File.Exists(Path.Combine(folder.Tables, SuccessFile))
            && File.Exists(folder.Report)
            && File.Exists(folder.Findings)
            && File.Exists(path)
            && manifest.IsOf(File.ReadAllText(path), folder.Tables);
    }

    private void WritePage(Manifest manifest)
    {
        using var page = new StringWriter();
        var model = new ReportBuilder(_artifacts, manifest).Build();
        HtmlReport.Write(model, page);
        SweepFolder.Replace(folder.Findings, string.Concat(FindingText.Compose(model.Layers).Select(finding => $"{finding.Name}: {finding.Sentence}\n")));
        SweepFolder.Replace(folder.Report, page.ToString());
    }

    private void TakePlace(string staged)
    {
        var old = _staged + ".old";
        DeleteFolder(old);
        if (Directory.Exists(folder.Tables))
        {
            Directory.Move(folder.Tables, old);
        }

        try
        {
            Directory.Move(staged, folder.Tables);
        }
        catch (IOException) when (Directory.Exists(old) && !Directory.Exists(folder.Tables))
        {
            Directory.Move(old, folder.Tables);
            throw;
        }

        DeleteFolder(old);
    }

    // A full disk should have the room back, and whoever is fenced leaves nothing to others.
    private static void Drop(string path)
    {
        try
        {
            DeleteFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What made it fail says more; the next one who writes results deletes it, or who ends the sweep.
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
