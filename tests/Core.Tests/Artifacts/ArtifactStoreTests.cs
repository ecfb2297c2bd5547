using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests.Artifacts;

public sealed class ArtifactStoreTests : IDisposable
{
    private static readonly ArtifactKey Key = new("vector", "kind.layer=3", new string('a', 64));
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;
    private readonly ArtifactStore _store;

    public ArtifactStoreTests() => _store = new ArtifactStore(_root);

    private string Staging => Path.Combine(_root, "staging");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Commit_OfEveryKindOfArray_IsReadBack()
    {
        _store.Commit(Key, 1, Content());
        var artifact = _store.Read(Key);

        Assert.True(_store.Has(Key));
        Assert.Equal([1f, float.NaN, float.NegativeInfinity, 0f], artifact.Floats("floats"));
        Assert.Equal([2, 2], artifact.Shape("floats"));
        Assert.Equal([1.5, double.NaN], artifact.Doubles("doubles"));
        Assert.Equal([int.MinValue, int.MaxValue], artifact.Ints("ints"));
        Assert.Equal([long.MinValue], artifact.Longs("longs"));
        Assert.Equal([0, 5], artifact.Shape("empty"));
        Assert.Equal("é \n\"", artifact.Texts["text"]);
        Assert.Equal(Content().Digest(), artifact.Digest);
        Assert.Empty(Directory.GetFileSystemEntries(Staging));
    }

    [Fact]
    public void Commit_OfAnArtifactThatIsThere_KeepsTheFirst()
    {
        _store.Commit(Key, 1, Content());
        var before = File.ReadAllBytes(_store.PathOf(Key));
        var stamp = File.GetLastWriteTimeUtc(_store.PathOf(Key));

        _store.Commit(Key, 2, new ArtifactContent().Add("other", new float[3]));

        Assert.Equal(before, File.ReadAllBytes(_store.PathOf(Key)));
        Assert.Equal(stamp, File.GetLastWriteTimeUtc(_store.PathOf(Key)));
        Assert.Empty(Directory.GetFileSystemEntries(Staging));
    }

    [Fact]
    public void Commit_ByManyAtOnce_LeavesOneWholeArtifact()
    {
        Parallel.For(0, 16, epoch => _store.Commit(Key, epoch, new ArtifactContent().Add("epoch", new[] { epoch })));

        Assert.Single(_store.Read(Key).Ints("epoch"));
        Assert.Single(Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Commit_ThatCannotBeWritten_LeavesNothing()
    {
        File.WriteAllText(Path.Combine(_root, "artifacts"), "in the way");

        Assert.ThrowsAny<IOException>(() => _store.Commit(Key, 1, Content()));
        Assert.Empty(Directory.GetFileSystemEntries(Staging));
        Assert.False(_store.Has(Key));
    }

    [Fact]
    public void Read_OfAnyFlippedByte_SaysThatTheFileIsDamaged()
    {
        _store.Commit(Key, 1, Content());
        var path = _store.PathOf(Key);
        var whole = File.ReadAllBytes(path);
        var header = 8 + (int)BitConverter.ToInt64(whole);
        var random = new Random(1);
        var places = Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length)).Append(header).Append(whole.Length - 1);
        foreach (var place in places)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            var error = Record.Exception(() => _store.Read(Key));

            // A flip in the header's padding or in the case of an escape can leave the meaning as it was; nothing else may pass.
            if (error is null)
            {
                Assert.Equal(Content().Digest(), _store.Read(Key).Digest);
                Assert.True(place < header);
                continue;
            }

            Assert.IsType<ArtifactException>(error);
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("delete the file and run the sweep again", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_OfATruncatedOrForeignFile_SaysWhatToDo()
    {
        _store.Commit(Key, 1, Content());
        var path = _store.PathOf(Key);
        var whole = File.ReadAllBytes(path);
        foreach (var bytes in new[] { [], whole[..5], whole[..^1], "not an artifact at all"u8.ToArray() })
        {
            File.WriteAllBytes(path, bytes);
            Assert.StartsWith($"{path} cannot be read as an artifact; delete the file and run the sweep again: ", Assert.Throws<ArtifactException>(() => _store.Read(Key)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_OfAnotherKeysArtifact_SaysSo()
    {
        _store.Commit(Key, 1, Content());
        var other = Key with { Digest = new string('a', 16) + new string('b', 48) };

        Assert.Equal($"{_store.PathOf(other)} is not the artifact {other}; delete the file and run the sweep again.", Assert.Throws<ArtifactException>(() => _store.Read(other)).Message);
    }

    [Fact]
    public void Read_OfAMissingArtifactArrayOrType_SaysSo()
    {
        Assert.Equal($"{_store.PathOf(Key)} is gone since the run began; run the sweep again.", Assert.Throws<ArtifactException>(() => _store.Read(Key)).Message);
        _store.Commit(Key, 1, Content());
        var artifact = _store.Read(Key);
        Assert.Contains("there is no nothing in it", Assert.Throws<ArtifactException>(() => artifact.Floats("nothing")).Message, StringComparison.Ordinal);
        Assert.Contains("floats is not Double", Assert.Throws<ArtifactException>(() => artifact.Doubles("floats")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeleteStale_AfterAKill_EmptiesStagingAndKeepsArtifacts()
    {
        Assert.Equal(0, _store.DeleteStale());
        _store.Commit(Key, 1, Content());
        File.WriteAllText(Path.Combine(Staging, "vector-kind-0123.7.inprogress"), "half");
        Directory.CreateDirectory(Path.Combine(Staging, "tables.inprogress", "features"));
        File.WriteAllText(Path.Combine(Staging, "tables.inprogress", "features", "part-0.inprogress"), "half");
        Directory.CreateDirectory(Path.Combine(Staging, "tables.old"));

        Assert.Equal(3, _store.DeleteStale());

        Assert.Empty(Directory.GetFileSystemEntries(Staging));
        Assert.True(_store.Has(Key));
    }

    [Fact]
    public void Content_OfTheWrongSizeOrType_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ArtifactContent().Add("a", new float[3], 2, 2));
        Assert.Throws<ArgumentException>(() => new ArtifactContent().Add("a", new short[3]));
    }

    [Fact]
    public void Digest_OfContent_DependsOnNamesTypesShapesValuesAndTexts()
    {
        string[] digests =
        [
            new ArtifactContent().Digest(),
            new ArtifactContent().Add("a", new float[4]).Digest(),
            new ArtifactContent().Add("b", new float[4]).Digest(),
            new ArtifactContent().Add("a", new int[4]).Digest(),
            new ArtifactContent().Add("a", new float[4], 2, 2).Digest(),
            new ArtifactContent().Add("a", new float[] { 0, 0, 0, 1 }).Digest(),
            new ArtifactContent().Add("a", new float[4]).Add("a", "").Digest(),
            new ArtifactContent().Add("a", "Single[4]").Digest(),
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(
            new ArtifactContent().Add("a", new float[4]).Add("b", new int[1]).Add("x", "1").Add("y", "2").Digest(),
            new ArtifactContent().Add("y", "2").Add("b", new int[1]).Add("x", "1").Add("a", new float[4]).Digest());
    }

    private static ArtifactContent Content() => new ArtifactContent()
        .Add("floats", new[] { 1f, float.NaN, float.NegativeInfinity, 0f }, 2, 2)
        .Add("doubles", new[] { 1.5, double.NaN })
        .Add("ints", new[] { int.MinValue, int.MaxValue })
        .Add("longs", new[] { long.MinValue })
        .Add("empty", Array.Empty<float>(), 0, 5)
        .Add("text", "é \n\"");
}
