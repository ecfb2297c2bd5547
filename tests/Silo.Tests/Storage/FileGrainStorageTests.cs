using Orleans.Storage;
using SteerScope.Silo.Membership;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Storage;

/// <summary>What is particular to states in files: damage.</summary>
public sealed class FileGrainStorageTests : IAsyncLifetime
{
    private TestPlace _place = null!;
    private IGrainStorage _storage = null!;

    public async Task InitializeAsync()
    {
        _place = await TestPlace.CreateAsync(Place.Folder);
        _storage = await _place.OpenStorageAsync();
    }

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task ReadStateAsync_DamagedFile_IsTheStateOfItsCopy()
    {
        await WriteAsync("first", "second");
        File.WriteAllText(StateFile(), "{");

        var read = await ReadAsync();

        Assert.Equal("second", read.State!.Text);
        read.State.Text = "third";
        await _storage.WriteStateAsync("note", Grain, read);
        Assert.Equal("third", (await ReadAsync()).State!.Text);
    }

    [Fact]
    public async Task ReadStateAsync_EverythingDamaged_IsNoRecordAndCanBeWritten()
    {
        await WriteAsync("first", "second");
        File.WriteAllText(StateFile(), "{");
        File.WriteAllText(CheckedJson.CopyOf(StateFile()), "");

        var read = await ReadAsync();

        Assert.False(read.RecordExists);
        read.State!.Text = "third";
        await _storage.WriteStateAsync("note", Grain, read);
        Assert.Equal("third", (await ReadAsync()).State!.Text);
    }

    [Fact]
    public async Task ReadStateAsync_StateOfAnotherType_SaysWhichFile()
    {
        await WriteAsync("first");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _storage.ReadStateAsync("note", Grain, new GrainState<List<int>> { State = [] }));

        Assert.Contains(StateFile(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteStateAsync_AfterManyWrites_LeavesTwoFiles()
    {
        await WriteAsync("a", "b", "c", "d");

        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(StateFile())!).Length);
    }

    private static GrainId Grain => GrainId.Create("note", "one");

    private string StateFile() => Assert.Single(Directory.GetFiles(
        Path.Combine(new Uri(_place.Text).LocalPath, "grains"), "*.json"));

    private async Task WriteAsync(params string[] texts)
    {
        var state = new GrainState<NoteState> { State = new NoteState() };
        foreach (var text in texts)
        {
            state.State.Text = text;
            await _storage.WriteStateAsync("note", Grain, state);
        }
    }

    private async Task<GrainState<NoteState>> ReadAsync()
    {
        var state = new GrainState<NoteState> { State = new NoteState() };
        await _storage.ReadStateAsync("note", Grain, state);
        return state;
    }
}
