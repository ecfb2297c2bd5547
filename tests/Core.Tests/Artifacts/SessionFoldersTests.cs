using System.Collections.Concurrent;
using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests.Artifacts;

public sealed class SessionFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;
    private readonly SessionFolders _sessions;

    public SessionFoldersTests() => _sessions = new SessionFolders(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Commit_OfASession_StagesInItsFolderAlone()
    {
        _sessions.Open(7);
        var store = ArtifactStore.ForSession(_root, 7);
        store.Commit(Key(1), 1, new ArtifactContent());

        Assert.True(new ArtifactStore(_root).Has(Key(1)));
        Assert.False(store.IsFenced);
        Assert.Empty(Directory.GetFileSystemEntries(_sessions.PathOf(7)));
        Assert.Equal(Path.Combine(_root, "staging", "7"), _sessions.PathOf(7));
    }

    [Fact]
    public void Commit_WithoutAnOpenSession_IsFencedAndMakesNoFolder()
    {
        var store = ArtifactStore.ForSession(_root, 7);

        var error = Assert.Throws<SessionFencedException>(() => store.Commit(Key(1), 1, new ArtifactContent()));

        Assert.Equal(7, error.Session);
        Assert.Equal("session 7 is over: its staging folder is gone, and what it was doing is given to others", error.Message);
        Assert.True(store.IsFenced);
        Assert.False(Directory.Exists(_sessions.PathOf(7)));
        Assert.False(store.Has(Key(1)));
    }

    [Fact]
    public void Commit_AfterTheFence_FailsEvenForWhatIsThere()
    {
        _sessions.Open(7);
        _sessions.Open(8);
        var store = ArtifactStore.ForSession(_root, 7);
        store.Commit(Key(1), 1, new ArtifactContent());

        _sessions.Fence(7);
        _sessions.Fence(7);

        Assert.Throws<SessionFencedException>(() => store.Commit(Key(1), 2, new ArtifactContent()));
        Assert.Throws<SessionFencedException>(() => store.Commit(Key(2), 2, new ArtifactContent()));
        Assert.True(store.Has(Key(1)));
        ArtifactStore.ForSession(_root, 8).Commit(Key(2), 3, new ArtifactContent());
        Assert.Equal([8], _sessions.List());
    }

    [Fact]
    public void Commit_ThatCannotBeWritten_IsNoFence()
    {
        _sessions.Open(7);
        File.WriteAllText(Path.Combine(_root, "artifacts"), "in the way");

        Assert.ThrowsAny<IOException>(() => ArtifactStore.ForSession(_root, 7).Commit(Key(1), 1, new ArtifactContent()));
        Assert.Empty(Directory.GetFileSystemEntries(_sessions.PathOf(7)));
    }

    [Fact]
    public void Rename_OutOfARemovedFolder_FailsHoweverItBegan()
    {
        _sessions.Open(7);
        var staged = Path.Combine(_sessions.PathOf(7), "half.1.inprogress");
        using var writing = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.Delete);

        _sessions.Fence(7);

        writing.WriteByte(1);
        writing.Flush(flushToDisk: true);
        Assert.ThrowsAny<IOException>(() => File.Move(staged, Path.Combine(_root, "final"), overwrite: false));
        Assert.Throws<DirectoryNotFoundException>(() => File.WriteAllText(staged, ""));
        Assert.False(File.Exists(Path.Combine(_root, "final")));
    }

    [Fact]
    public void Fence_AgainstCommittersThatNeverRest_LetsNothingThroughOnceItReturns()
    {
        for (var session = 1; session <= 25; session++)
        {
            _sessions.Open(session);
            var store = ArtifactStore.ForSession(_root, session);
            using var begun = new CountdownEvent(4);
            var committed = new ConcurrentBag<ArtifactKey>();
            var errors = new Exception?[4];
            Thread[] committers = [.. Enumerable.Range(0, 4).Select(i => new Thread(() => errors[i] = Hammer(store, session, i, committed, begun)))];
            Array.ForEach(committers, c => c.Start());
            begun.Wait();

            _sessions.Fence(session);

            var there = Files();
            Array.ForEach(committers, c => c.Join());
            Assert.All(errors, error => Assert.Equal(session, Assert.IsType<SessionFencedException>(error).Session));
            Assert.Equal(there, Files());
            Assert.All(committed, key => Assert.True(store.Has(key)));
            Assert.False(Directory.Exists(_sessions.PathOf(session)));
        }
    }

    [Fact]
    public async Task Fence_OfWhatStaysOpenOnNfs_WaitsAndThenSaysThatItIsNotOver()
    {
        _sessions.Open(7);

        // As a deleted file that is still open does on NFS, this one can be neither deleted nor left behind.
        var open = Directory.CreateDirectory(Path.Combine(_sessions.PathOf(7), ".nfs000000000000a1b2"));
        File.WriteAllText(Path.Combine(_sessions.PathOf(7), "half.1.inprogress"), "");
        var impatient = new SessionFolders(_root) { Patience = TimeSpan.FromMilliseconds(50) };

        Assert.StartsWith($"{_sessions.PathOf(7)} cannot be taken away, so that session 7 is not over yet: ", Assert.Throws<IOException>(() => impatient.Fence(7)).Message, StringComparison.Ordinal);
        Assert.Equal([7], _sessions.List());
        Assert.False(File.Exists(Path.Combine(_sessions.PathOf(7), "half.1.inprogress")));

        var fence = Task.Run(() => _sessions.Fence(7));
        open.Delete();
        await fence;
        Assert.Empty(_sessions.List());
    }

    [Fact]
    public void Open_OfANumberThatWasUsed_IsRefused()
    {
        Assert.Empty(_sessions.List());
        _sessions.Open(30);
        _sessions.Open(4);
        Directory.CreateDirectory(Path.Combine(_root, "staging", "tables.inprogress"));

        Assert.Equal([4, 30], _sessions.List());
        Assert.Throws<InvalidOperationException>(() => _sessions.Open(4));
        _sessions.Fence(4);
        Assert.Throws<InvalidOperationException>(() => _sessions.Open(4));
        Assert.Equal([30], _sessions.List());
    }

    [Fact]
    public void DeleteStale_ToldSo_KeepsSessions()
    {
        var store = new ArtifactStore(_root);
        _sessions.Open(4);
        File.WriteAllText(Path.Combine(_sessions.PathOf(4), "half.1.inprogress"), "");
        File.WriteAllText(Path.Combine(_root, "staging", "half.1.inprogress"), "");
        Directory.CreateDirectory(Path.Combine(_root, "staging", "tables.old", "features"));

        Assert.Equal(2, store.DeleteStale(keepSessions: true));
        Assert.True(File.Exists(Path.Combine(_sessions.PathOf(4), "half.1.inprogress")));
        Assert.Throws<InvalidOperationException>(() => _sessions.Open(4));

        store.DeleteStale();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_root, "staging")));
        Assert.Throws<SessionFencedException>(() => ArtifactStore.ForSession(_root, 4).Commit(Key(1), 1, new ArtifactContent()));
        Assert.Throws<InvalidOperationException>(() => ArtifactStore.ForSession(_root, 4).DeleteStale());
    }

    [Fact]
    public void DeleteStale_ToldSo_KeepsResultsThatAnOpenSessionPutsTogether()
    {
        var staging = Path.Combine(_root, "staging");
        _sessions.Open(4);
        _sessions.Open(5);
        _sessions.Fence(5);
        Directory.CreateDirectory(Path.Combine(staging, "tables.4.inprogress"));
        Directory.CreateDirectory(Path.Combine(staging, "tables.5.inprogress"));
        Directory.CreateDirectory(Path.Combine(staging, "tables.inprogress"));

        Assert.Equal(2, new ArtifactStore(_root).DeleteStale(keepSessions: true));

        Assert.Equal(["4", "tables.4.inprogress"], Directory.GetDirectories(staging).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static Exception Hammer(ArtifactStore store, int session, int thread, ConcurrentBag<ArtifactKey> committed, CountdownEvent begun)
    {
        for (var i = 0; ; i++)
        {
            var key = new ArtifactKey("hammer", $"s{session}.t{thread}.i{i}", new string('0', 64));
            try
            {
                store.Commit(key, i, new ArtifactContent());
            }
            catch (Exception e)
            {
                return e;
            }
            finally
            {
                if (i == 0)
                {
                    begun.Signal();
                }
            }

            committed.Add(key);
        }
    }

    private static ArtifactKey Key(int i) => new("vector", $"{i}", new string('a', 64));

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_root, "artifacts"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
