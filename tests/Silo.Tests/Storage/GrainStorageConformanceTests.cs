using Orleans.Storage;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Storage;

/// <summary>What Orleans demands of a grain storage, whatever keeps the states.</summary>
public sealed class GrainStorageConformanceTests
{
    private const string Name = "catalog";

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task ReadStateAsync_NeverWritten_IsNoRecord(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storage = await there.OpenStorageAsync();
        var state = new GrainState<NoteState> { State = new NoteState { Text = "stale" }, RecordExists = true, ETag = "1" };

        await storage.ReadStateAsync(Name, Grain("a"), state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Null(state.State!.Text);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task WriteStateAsync_Repeatedly_IsReadByOthersWithTheLastEtag(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storage = await there.OpenStorageAsync();
        var other = await there.OpenStorageAsync();
        var state = new GrainState<NoteState> { State = new NoteState() };
        HashSet<string> etags = [];
        foreach (var text in new[] { "Привет, мир \"\\\u0001", "second", new string('x', 3_000_000) })
        {
            state.State = new NoteState { Text = text, Numbers = [1, long.MaxValue] };
            await storage.WriteStateAsync(Name, Grain("a"), state);
            Assert.True(state.RecordExists);
            Assert.True(etags.Add(state.ETag!));

            var read = new GrainState<NoteState> { State = new NoteState() };
            await other.ReadStateAsync(Name, Grain("a"), read);
            Assert.True(read.RecordExists);
            Assert.Equal(state.ETag, read.ETag);
            Assert.Equal(text, read.State!.Text);
            Assert.Equal([1, long.MaxValue], read.State!.Numbers);
        }
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task WriteStateAsync_OldOrMissingEtag_ThrowsAndKeepsTheState(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storage = await there.OpenStorageAsync();
        var state = new GrainState<NoteState> { State = new NoteState { Text = "first" } };
        await storage.WriteStateAsync(Name, Grain("a"), state);
        var old = state.ETag;
        state.State!.Text = "second";
        await storage.WriteStateAsync(Name, Grain("a"), state);

        foreach (var etag in new[] { old, null })
        {
            var stale = new GrainState<NoteState> { State = new NoteState { Text = "stale" }, ETag = etag };
            await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(Name, Grain("a"), stale));
        }

        var read = new GrainState<NoteState> { State = new NoteState() };
        await storage.ReadStateAsync(Name, Grain("a"), read);
        Assert.Equal("second", read.State!.Text);
        Assert.Equal(state.ETag, read.ETag);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task ClearStateAsync_ThenWrite_StartsAnew(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storage = await there.OpenStorageAsync();
        var state = new GrainState<NoteState> { State = new NoteState { Text = "first" } };
        await storage.WriteStateAsync(Name, Grain("a"), state);
        var written = state.ETag;

        await storage.ClearStateAsync(Name, Grain("a"), state);

        Assert.False(state.RecordExists);
        Assert.Null(state.State!.Text);
        Assert.NotEqual(written, state.ETag);
        var read = new GrainState<NoteState> { State = new NoteState() };
        await storage.ReadStateAsync(Name, Grain("a"), read);
        Assert.False(read.RecordExists);
        state.State!.Text = "again";
        await storage.WriteStateAsync(Name, Grain("a"), state);
        await storage.ReadStateAsync(Name, Grain("a"), read);
        Assert.Equal("again", read.State!.Text);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task ClearStateAsync_OldEtag_ThrowsAndKeepsTheState(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storage = await there.OpenStorageAsync();
        var state = new GrainState<NoteState> { State = new NoteState { Text = "first" } };
        await storage.WriteStateAsync(Name, Grain("a"), state);
        var stale = new GrainState<NoteState> { State = state.State, ETag = state.ETag, RecordExists = true };
        await storage.WriteStateAsync(Name, Grain("a"), state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync(Name, Grain("a"), stale));

        var read = new GrainState<NoteState> { State = new NoteState() };
        await storage.ReadStateAsync(Name, Grain("a"), read);
        Assert.True(read.RecordExists);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task WriteStateAsync_ManyKindsOfKeys_KeepsThemApart(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storage = await there.OpenStorageAsync();
        GrainId[] grains =
        [
            // No "a" and "A": Orleans' AdoNet provider takes them for one hexadecimal number.
            Grain("note"), Grain("Note"), Grain("a/../b"), Grain("ä|b\nc"),
            GrainId.Create(GrainType.Create("note"), GrainIdKeyExtensions.CreateIntegerKey(1)),
            GrainId.Create(GrainType.Create("note"), GrainIdKeyExtensions.CreateIntegerKey(1, "a")),
            GrainId.Create(GrainType.Create("note"), GrainIdKeyExtensions.CreateGuidKey(new Guid(1, 2, 3, new byte[8]))),
        ];
        foreach (var (grain, i) in grains.Select((grain, i) => (grain, i)))
        {
            foreach (var name in new[] { Name, "other" })
            {
                await storage.WriteStateAsync(name, grain, new GrainState<NoteState> { State = new NoteState { Text = $"{name} {i}" } });
            }
        }

        foreach (var (grain, i) in grains.Select((grain, i) => (grain, i)))
        {
            foreach (var name in new[] { Name, "other" })
            {
                var read = new GrainState<NoteState> { State = new NoteState() };
                await storage.ReadStateAsync(name, grain, read);
                Assert.Equal($"{name} {i}", read.State!.Text);
            }
        }
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task WriteStateAsync_ManyAtOnceFromOneEtag_ExactlyOneWins(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var storages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => there.OpenStorageAsync()));
        for (var round = 0; round < 3; round++)
        {
            var start = new GrainState<NoteState> { State = new NoteState() };
            await storages[0].ReadStateAsync(Name, Grain("a"), start);

            var won = await Task.WhenAll(storages.Select((storage, i) => Task.Run(() => TryWriteAsync(storage, start.ETag, $"{round} {i}"))));

            Assert.Single(won, true);
        }
    }

    private static GrainId Grain(string key) => GrainId.Create("note", key);

    private static async Task<bool> TryWriteAsync(IGrainStorage storage, string? etag, string text)
    {
        try
        {
            await storage.WriteStateAsync(Name, Grain("a"), new GrainState<NoteState> { State = new NoteState { Text = text }, ETag = etag });
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
