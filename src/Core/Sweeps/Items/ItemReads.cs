using System.Collections.Concurrent;
using SteerScope.Artifacts;

namespace SteerScope.Sweeps.Items;

/// <summary>Reads artifacts for one item and remembers the digests of what it read, which go into what it makes.</summary>
internal sealed class ItemReads(ArtifactStore store)
{
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>Content digests of everything read so far, by the artifact's name, in order.</summary>
    public IReadOnlyDictionary<string, string> Digests => new SortedDictionary<string, string>(_digests, StringComparer.Ordinal);

    /// <summary>Reads a committed artifact.</summary>
    public Artifact Read(ArtifactKey key)
    {
        var artifact = store.Read(key);
        _digests[key.ToString()] = artifact.Digest;
        return artifact;
    }
}
