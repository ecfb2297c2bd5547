using SteerScope.Artifacts;
using SteerScope.Sweeps.Items;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Items;

public sealed class ItemReadsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Digests_OfMoreThanAreListed_AreOneThatDependsOnEach()
    {
        var store = new ArtifactStore(_root);
        ArtifactKey[] keys = [.. Enumerable.Range(0, 5).Select(i => new ArtifactKey("capture", $"{i}", new string('0', 64)))];
        foreach (var (i, key) in keys.Index())
        {
            store.Commit(key, 1, new ArtifactContent().Add("value", new[] { i }));
        }

        var few = Read(store, keys[..3]);
        Assert.Equal(keys[..3].Select(k => k.ToString()), few.Keys);
        Assert.Equal(store.Read(keys[1]).Digest, few[keys[1].ToString()]);

        var (many, reversed, others) = (Read(store, keys[..4]), Read(store, [.. keys[..4].Reverse()]), Read(store, keys[1..]));
        Assert.Equal("4 artifacts", Assert.Single(many).Key);
        Assert.Equal(many, reversed);
        Assert.NotEqual(many, others);
    }

    private static IReadOnlyDictionary<string, string> Read(ArtifactStore store, ArtifactKey[] keys)
    {
        var reads = new ItemReads(store, listed: 3);
        Array.ForEach(keys, key => reads.Read(key));
        return reads.Digests;
    }
}
