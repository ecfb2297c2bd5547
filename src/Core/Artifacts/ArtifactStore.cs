using System.Globalization;

namespace SteerScope.Artifacts;

/// <summary>
/// The committed artifacts of a sweep. An artifact is written to <c>staging/&lt;name&gt;.&lt;epoch&gt;.inprogress</c>,
/// flushed to the disk, opened again and checked, and only then moved to its final name, never over an existing file:
/// what has its final name is whole, and of two attempts at the same artifact one wins.
/// </summary>
/// <remarks>
/// A cluster's worker stages below a folder of its session (<see cref="SessionFolders"/>), which it never makes: once that is
/// gone, it commits nothing more.
/// </remarks>
public sealed class ArtifactStore
{
    private const string InProgress = ".inprogress";
    private readonly string _root;
    private readonly string _artifacts;
    private readonly string _staging;
    private readonly long? _session;

    /// <summary>The store below a sweep's output folder; folders are created when something is written.</summary>
    public ArtifactStore(string root)
        : this(root, null)
    {
    }

    private ArtifactStore(string root, long? session)
    {
        _root = root;
        _session = session;
        _artifacts = Path.Combine(root, "artifacts");
        _staging = session is { } s ? new SessionFolders(root).PathOf(s) : Path.Combine(root, "staging");
    }

    /// <summary>The store as a session of a cluster sees it.</summary>
    public static ArtifactStore ForSession(string root, long session) => new(root, session);

    /// <summary>Whether this is a session's store, and the session is over; then nothing can be committed.</summary>
    public bool IsFenced => _session is not null && !Directory.Exists(_staging);

    /// <summary>Whether the artifact is committed.</summary>
    public bool Has(ArtifactKey key) => File.Exists(PathOf(key));

    /// <summary>What is committed now, for many questions at once.</summary>
    public ArtifactInventory Inventory() => new(_artifacts);

    /// <summary>Where the artifact is, once committed.</summary>
    public string PathOf(ArtifactKey key) => Path.Combine(_artifacts, key.RelativePath);

    /// <summary>Reads a committed artifact and checks its content against its digest.</summary>
    /// <exception cref="ArtifactException">It is missing or damaged.</exception>
    public Artifact Read(ArtifactKey key) => ArtifactFile.Read(PathOf(key), key);

    /// <summary>Commits an artifact. When another attempt was faster, its file stands and this one is dropped.</summary>
    /// <param name="key">What it is.</param>
    /// <param name="epoch">The attempt, part of the staging name so that two attempts never write the same file.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="inputs">Content digests of the artifacts that it was made from, by name; recorded in the file's header.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written; nothing is left behind.</exception>
    /// <exception cref="SessionFencedException">The session is over; nothing was committed.</exception>
    public void Commit(ArtifactKey key, long epoch, ArtifactContent content, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var final = PathOf(key);
        var staged = Path.Combine(
            _staging, string.Create(CultureInfo.InvariantCulture, $"{key.Stage}-{key.Name}-{key.Digest[..16]}.{epoch}{InProgress}"));
        if (_session is null)
        {
            Directory.CreateDirectory(_staging);
        }

        var written = false;
        try
        {
            ArtifactFile.Write(staged, key, content, inputs);
            written = true;
            ArtifactFile.Read(staged, key);
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            File.Move(staged, final, overwrite: false);
        }
        catch (Exception e) when (_session is { } session && (!Directory.Exists(_staging) || (written && !File.Exists(staged))))
        {
            // Only a fence deletes what was staged; the folder itself may take a moment longer.
            throw new SessionFencedException(session, e);
        }
        catch (IOException) when (File.Exists(final))
        {
            Drop(staged);
        }
        catch
        {
            Drop(staged);
            throw;
        }
    }

    /// <summary>Deletes what killed attempts left, half-made tables among it. Only the owner of the sweep's folder may call this.</summary>
    /// <param name="keepSessions">Leaves the folders of a cluster's open sessions as they are, results that one puts together among them; without it they are fenced.</param>
    /// <returns>The number of files and folders deleted.</returns>
    /// <exception cref="InvalidOperationException">This is a session's store.</exception>
    public int DeleteStale(bool keepSessions = false)
    {
        if (_session is not null)
        {
            throw new InvalidOperationException("A session's folder is its leader's to clear.");
        }

        var deleted = 0;
        var sessions = new SessionFolders(_root);
        foreach (var entry in Directory.Exists(_staging) ? new DirectoryInfo(_staging).GetFileSystemInfos() : [])
        {
            var session = SessionFolders.SessionOf(entry.Name);
            if (keepSessions && (session is not null || (SessionFolders.ResultsOf(entry.Name) is { } writer && Directory.Exists(sessions.PathOf(writer)))))
            {
                continue;
            }

            Delete(entry, session, sessions);
            deleted++;
        }

        return deleted;
    }

    private static void Delete(FileSystemInfo entry, long? session, SessionFolders sessions)
    {
        if (entry is not DirectoryInfo folder)
        {
            entry.Delete();
        }
        else if (session is { } number)
        {
            sessions.Fence(number);
        }
        else
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Drop(string staged)
    {
        try
        {
            File.Delete(staged);
        }
        catch (DirectoryNotFoundException)
        {
            // A fence took the folder with all that was in it.
        }
    }
}
