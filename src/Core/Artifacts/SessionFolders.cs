using System.Diagnostics;
using System.Globalization;

namespace SteerScope.Artifacts;

/// <summary>
/// The staging folders of a cluster's sessions, <c>staging/&lt;session&gt;/</c>. Whoever leads the sweep makes them and takes
/// them away; a worker only writes into its own. Without its folder a session can commit nothing, so that taking it away fences
/// off a worker that nobody can reach: no clock and no answer is needed.
/// </summary>
/// <param name="root">The sweep's output folder.</param>
public sealed class SessionFolders(string root)
{
    // A file that was deleted while a process of this machine had it open stays on NFS under such a name until it is closed.
    private const string StillOpen = ".nfs";

    private readonly string _staging = Path.Combine(root, "staging");

    /// <summary>How long <see cref="Fence"/> tries to take a folder away; 30 s by default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder of a session.</summary>
    public string PathOf(long session) => Path.Combine(_staging, Name(session));

    /// <summary>Makes the folder of a new session.</summary>
    /// <param name="session">Its number, which must never be used again; numbers come from <c>SweepFolder</c>'s epochs.</param>
    /// <exception cref="InvalidOperationException">The session is or was open.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void Open(long session)
    {
        Directory.CreateDirectory(_staging);
        var opened = OpenedFile(session);
        try
        {
            // Making a folder does not say whether it was there; making a file does, on every file system.
            using var file = new FileStream(opened, FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(opened))
        {
            throw new InvalidOperationException($"Session {session} was opened before.");
        }

        Directory.CreateDirectory(PathOf(session));
    }

    /// <summary>
    /// Ends a session: when this returns, no commit of it can succeed any more, whatever its worker is doing. What it had
    /// committed before stays. Ending a session again does nothing.
    /// </summary>
    /// <exception cref="IOException">The folder could not be taken away in time: the session is not fenced, and this should be called again.</exception>
    public void Fence(long session)
    {
        var folder = PathOf(session);
        var begun = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            // A worker may add a file after the others were deleted; then the folder is not empty, and all begins again.
            if (TryRemove(folder, out var error))
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new IOException($"{folder} cannot be taken away, so that session {session} is not over yet: {error!.Message}", error);
            }

            if (attempt > 10)
            {
                Thread.Sleep(Math.Min(attempt, 100));
            }
        }
    }

    /// <summary>The sessions that are open, ascending.</summary>
    public IReadOnlyList<long> List() => Directory.Exists(_staging)
        ? [.. new DirectoryInfo(_staging).EnumerateDirectories().Select(d => SessionOf(d.Name)).OfType<long>().Order()]
        : [];

    /// <summary>The session whose folder has a name, or whose number was used up as a file of that name says.</summary>
    internal static long? SessionOf(string name) =>
        long.TryParse(name.EndsWith(Opened, StringComparison.Ordinal) ? name[..^Opened.Length] : name, NumberStyles.None, CultureInfo.InvariantCulture, out var session)
            ? session
            : null;

    /// <summary>What the names begin with of the folders in which a session puts results together: beside its own, which must not come back to life.</summary>
    internal static string ResultsName(long session) => Results + Name(session);

    /// <summary>The session that puts results together in a folder of that name; null when none does.</summary>
    internal static long? ResultsOf(string name) =>
        name.StartsWith(Results, StringComparison.Ordinal) && name.LastIndexOf('.') is var end && end > Results.Length
            ? SessionOf(name[Results.Length..end])
            : null;

    private const string Results = "tables.";

    private const string Opened = ".opened";

    private string OpenedFile(long session) => PathOf(session) + Opened;

    private static string Name(long session) => session.ToString(CultureInfo.InvariantCulture);

    private static bool TryRemove(string folder, out Exception? error)
    {
        error = null;
        try
        {
            foreach (var file in Directory.EnumerateFileSystemEntries(folder))
            {
                if (!Path.GetFileName(file).StartsWith(StillOpen, StringComparison.Ordinal))
                {
                    File.Delete(file);
                }
            }

            Directory.Delete(folder, recursive: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e;
            return false;
        }
    }
}
