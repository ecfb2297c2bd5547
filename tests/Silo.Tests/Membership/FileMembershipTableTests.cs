using SteerScope.Silo.Membership;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Membership;

/// <summary>What is particular to the table in a folder: other processes, their deaths, and damage.</summary>
public sealed class FileMembershipTableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Members => new ClusterFolder(_folder.Path).Members;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task InsertRow_SeveralProcessesAtOnce_KeepsEveryMember()
    {
        const int Each = 12;
        var first = (await (await OpenAsync()).ReadAllAsync(default)).Version.Version;
        var processes = Enumerable.Range(0, 3).Select(i => HelperProcess.Start("insert", _folder.Path, $"{1 + i * Each}", $"{Each}")).ToArray();

        foreach (var process in processes)
        {
            Assert.Equal(0, await process.WaitForExitAsync());
            process.Dispose();
        }

        var data = await TestMembers.OpenTable(_folder.Path).ReadAllAsync(default);
        Assert.Equal(Enumerable.Range(1, 3 * Each), data.Members.Select(member => member.Item1.SiloAddress.Generation).Order());
        Assert.Equal(first + 3 * Each, data.Version.Version);
    }

    [Fact]
    public async Task InsertRow_WritersKilledAgainAndAgain_LosesNoMemberAndBlocksNobody()
    {
        var table = await OpenAsync();
        var seen = 0;
        for (var round = 0; round < 4; round++)
        {
            using var writer = HelperProcess.Start("insert", _folder.Path, $"{1 + 1000 * round}", "1000");
            await TestCluster.EventuallyAsync(async () => (await table.ReadAllAsync(default)).Members.Count > seen + 3, TimeSpan.FromMinutes(1));
            writer.Kill();

            var members = (await table.ReadAllAsync(default)).Members.Count;
            Assert.True(members > seen);
            Assert.True(await table.InsertRowAsync(TestMembers.Entry(100_000 + round), (await table.ReadAllAsync(default)).Version.Next(), default));
            seen = (await table.ReadAllAsync(default)).Members.Count;
            Assert.Equal(members + 1, seen);
        }
    }

    [Fact]
    public async Task ReadAll_FileDamaged_IsTheSameTable()
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), (await table.ReadAllAsync(default)).Version.Next(), default));
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(2), (await table.ReadAllAsync(default)).Version.Next(), default));
        var before = await table.ReadAllAsync(default);
        File.WriteAllText(Members, File.ReadAllText(Members)[..100]);

        var after = await table.ReadAllAsync(default);

        Assert.Equal(2, after.Members.Count);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(CheckedJsonState.Whole, CheckedJson.Read(Members, MemberTable.Format, out _));
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(3), after.Version.Next(), default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAll_EverythingDamagedOrDeleted_StartsANewTableThatWorks(bool deleted)
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), (await table.ReadAllAsync(default)).Version.Next(), default));
        var before = (await table.ReadAllAsync(default)).Version;
        foreach (var file in new[] { Members, CheckedJson.CopyOf(Members) })
        {
            if (deleted)
            {
                File.Delete(file);
            }
            else
            {
                File.WriteAllBytes(file, new byte[1000]);
            }
        }

        var after = await table.ReadAllAsync(default);

        Assert.Empty(after.Members);
        Assert.True(after.Version.Version > before.Version);
        Assert.Equal(after.Version, (await TestMembers.OpenTable(_folder.Path).ReadAllAsync(default)).Version);
        Assert.False(await table.InsertRowAsync(TestMembers.Entry(2), before.Next(), default));
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(2), after.Version.Next(), default));
    }

    // A new silo makes the table again; one that knew the lost one lifts it above what it has seen.
    [Fact]
    public async Task ReadAll_TableMadeAgainByANewMember_IsNewerForTheOldOneAndGoodForBoth()
    {
        var old = await OpenAsync();
        for (var generation = 1; generation <= 5; generation++)
        {
            Assert.True(await old.InsertRowAsync(TestMembers.Entry(generation), (await old.ReadAllAsync(default)).Version.Next(), default));
        }

        var known = (await old.ReadAllAsync(default)).Version.Version;
        CheckedJson.Delete(Members);
        var fresh = await OpenAsync();
        Assert.True(await fresh.InsertRowAsync(TestMembers.Entry(6), (await fresh.ReadAllAsync(default)).Version.Next(), default));

        var seen = await old.ReadAllAsync(default);

        Assert.True(seen.Version.Version > known);
        Assert.Equal(6, Assert.Single(seen.Members).Item1.SiloAddress.Generation);
        Assert.Equal(seen.Version, (await fresh.ReadAllAsync(default)).Version);
        var (entry, etag) = (await fresh.ReadAllAsync(default)).Members[0];
        Assert.True(await fresh.UpdateRowAsync(entry, etag, seen.Version.Next(), default));
    }

    [Fact]
    public async Task ReadAll_LeftoversOfAKilledWriter_AreNoHindrance()
    {
        var table = await OpenAsync();
        File.WriteAllText(Members + ".inprogress", "half");

        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), (await table.ReadAllAsync(default)).Version.Next(), default));
        Assert.Single((await table.ReadAllAsync(default)).Members);
    }

    [Fact]
    public async Task CreatePrivateAsync_Folder_IsItsOwnersOnlyAndKeepsOneSecret()
    {
        var root = new ClusterFolder(_folder["user/name"]);
        await root.CreatePrivateAsync();

        var secrets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new ClusterFolder(root.Root).EnsureSecretAsync()));

        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            foreach (var path in new[] { _folder["user"], root.Root, Path.Combine(root.Root, "secret") })
            {
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
            }
        }
    }

    [Fact]
    public async Task CreatePrivateAsync_Link_IsRefused()
    {
        Directory.CreateDirectory(_folder["elsewhere"]);
        Directory.CreateSymbolicLink(_folder["user"], _folder["elsewhere"]);

        var error = await Assert.ThrowsAsync<InputException>(() => new ClusterFolder(_folder["user/name"]).CreatePrivateAsync());

        Assert.Contains("is a link", error.Message, StringComparison.Ordinal);
    }

    private async Task<FileMembershipTable> OpenAsync()
    {
        var table = TestMembers.OpenTable(_folder.Path);
        await table.InitializeMembershipTableAsync(true, default);
        return table;
    }
}
