using System.Globalization;

namespace SteerScope.Artifacts;

/// <summary>
/// The committed artifacts of a sweep. An artifact is written to <c>staging/&lt;name&gt;.&lt;epoch&gt;.inprogress</c>,
/// flushed to the disk, opened again and checked, and only then moved to its final name, never over an existing file:
/// what has its final name is whole, and of two attempts at the same artifact one wins.
/// </summary>
public sealed class ArtifactStore
{
    private const string InProgress = ".inprogress";
    private readonly string _artifacts;
    private readonly string _staging;

    /// <summary>The store below a sweep's output folder; folders are created when something is written.</summary>
    public ArtifactStore(string root)
    {
        _artifacts = Path.Combine(root, "artifacts");
        _staging = Path.Combine(root, "staging");
    }

    /// <summary>Whether the artifact is committed.</summary>
    public bool Has(ArtifactKey key) => File.Exists(PathOf(key));

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
    public void Commit(ArtifactKey key, long epoch, ArtifactContent content, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var final = PathOf(key);
        var staged = Path.Combine(
            _staging, string.Create(CultureInfo.InvariantCulture, $"{key.Stage}-{key.Name}-{key.Digest[..16]}.{epoch}{InProgress}"));
        Directory.CreateDirectory(_staging);
        try
        {
            ArtifactFile.Write(staged, key, content, inputs);
            ArtifactFile.Read(staged, key);
            Directory.CreateDirectory(Path.GetDirectoryName(final)!);
            File.Move(staged, final, overwrite: false);
        }
        catch (IOException) when (File.Exists(final))
        {
            File.Delete(staged);
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }

    /// <summary>Deletes what killed attempts left, half-made tables among it. Only the holder of the sweep's lock may call this.</summary>
    /// <returns>The number of files and folders deleted.</returns>
    public int DeleteStale()
    {
        if (!Directory.Exists(_staging))
        {
            return 0;
        }

        var stale = new DirectoryInfo(_staging).GetFileSystemInfos();
        foreach (var entry in stale)
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }

        return stale.Length;
    }
}
