using FsCheck.Xunit;
using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests.Artifacts;

public sealed class ArtifactInventoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Property(MaxTest = 50)]
    public void Has_OfAnyKeys_IsWhatTheStoreSays(int seed)
    {
        var random = new Random(seed);
        var store = new ArtifactStore(Path.Combine(_root, $"{seed}"));
        ArtifactKey[] keys =
        [
            .. from stage in new[] { "capture", "vector" }
               from name in new[] { "a.layer=1", "a.layer=1-0123456789abcdef", "%C3%A9", "-", "b" }
               from digest in new[] { new string('0', 64), new string('f', 64), $"{random.NextInt64():x16}{new string('1', 48)}" }
               select new ArtifactKey(stage, name, digest),
        ];
        var committed = keys.Where(_ => random.Next(2) == 0).ToHashSet();
        foreach (var key in committed)
        {
            store.Commit(key, 1, new ArtifactContent());
        }

        var inventory = store.Inventory();

        Assert.All(keys, key => Assert.Equal(committed.Contains(key), inventory.Has(key)));
    }

    [Fact]
    public void Has_OfForeignFilesAndNoFolders_IsFalse()
    {
        var store = new ArtifactStore(_root);
        var key = new ArtifactKey("capture", "a", new string('0', 64));
        Assert.False(store.Inventory().Has(key));
        var folder = Directory.CreateDirectory(Path.Combine(_root, "artifacts", "capture")).FullName;
        foreach (var name in new[] { "a", ".safetensors", "-0000000000000000.safetensors", "a-000000000000000.safetensors", "a-zzzzzzzzzzzzzzzz.safetensors", "a-0000000000000000.safetensors.inprogress" })
        {
            File.WriteAllText(Path.Combine(folder, name), "");
        }

        Assert.False(store.Inventory().Has(key));
        File.WriteAllText(Path.Combine(folder, "a-0000000000000000.safetensors"), "");
        Assert.True(store.Inventory().Has(key));
    }
}
