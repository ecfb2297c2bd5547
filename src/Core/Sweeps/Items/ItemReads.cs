using System.Collections.Concurrent;
using System.Globalization;
using SteerScope.Artifacts;

namespace SteerScope.Sweeps.Items;

/// <summary>Reads artifacts for one item and remembers the digests of what it read, which go into what it makes.</summary>
/// <param name="store">The store.</param>
/// <param name="listed">Inputs that are named one by one: a longer list would outweigh the artifact in whose header it is.</param>
internal sealed class ItemReads(ArtifactStore store, int listed = 4096)
{
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>
    /// Content digests of everything read so far, by the artifact's name, in order; of a very long list one digest over all
    /// names and digests in that order.
    /// </summary>
    public IReadOnlyDictionary<string, string> Digests
    {
        get
        {
            var all = new SortedDictionary<string, string>(_digests, StringComparer.Ordinal);
            return all.Count <= listed ? all : new SortedDictionary<string, string> { [string.Create(CultureInfo.InvariantCulture, $"{all.Count} artifacts")] = Together(all) };
        }
    }

    /// <summary>Reads a committed artifact.</summary>
    public Artifact Read(ArtifactKey key)
    {
        var artifact = store.Read(key);
        _digests[key.ToString()] = artifact.Digest;
        return artifact;
    }

    private static string Together(SortedDictionary<string, string> digests)
    {
        using var recipe = new Recipe("inputs");
        foreach (var (name, digest) in digests)
        {
            recipe.Text(name, digest);
        }

        return recipe.Digest();
    }
}
