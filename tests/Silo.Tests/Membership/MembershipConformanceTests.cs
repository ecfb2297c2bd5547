using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Membership;

/// <summary>What Orleans' membership protocol demands of a table, whatever keeps it.</summary>
public sealed class MembershipConformanceTests
{
    [Theory]
    [InFolder]
    [InPostgres]
    public async Task ReadAll_NewTable_HasAVersionAndNoMembers(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var data = await (await there.OpenTableAsync()).ReadAllAsync(default);

        Assert.Empty(data.Members);
        Assert.False(string.IsNullOrEmpty(data.Version.VersionEtag));
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task InsertRow_CurrentVersion_IsSeenByOthersWithEverythingInIt(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        var entry = TestMembers.Entry(1, SiloStatus.Active);
        var next = (await table.ReadAllAsync(default)).Version.Next();

        Assert.True(await table.InsertRowAsync(entry, next, default));

        var data = await (await there.OpenTableAsync()).ReadAllAsync(default);
        Assert.Equal(next.Version, data.Version.Version);
        Assert.NotEqual(next.VersionEtag, data.Version.VersionEtag);
        Assert.Equal(entry.ToFullString(), Assert.Single(data.Members).Item1.ToFullString());
        Assert.NotNull(data.Members[0].Item2);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task InsertRow_OldVersionOrSameSilo_ChangesNothing(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        var first = (await table.ReadAllAsync(default)).Version.Next();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), first, default));

        Assert.False(await table.InsertRowAsync(TestMembers.Entry(1), first, default));
        Assert.False(await table.InsertRowAsync(TestMembers.Entry(2), first, default));
        Assert.False(await table.InsertRowAsync(TestMembers.Entry(1), (await table.ReadAllAsync(default)).Version.Next(), default));

        var data = await table.ReadAllAsync(default);
        Assert.Equal(first.Version, data.Version.Version);
        Assert.Single(data.Members);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task ReadRow_KnownAndUnknownSilo_HaveTheTablesVersion(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), (await table.ReadAllAsync(default)).Version.Next(), default));
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(2), (await table.ReadAllAsync(default)).Version.Next(), default));
        var version = (await table.ReadAllAsync(default)).Version;

        var known = await table.ReadRowAsync(TestMembers.Address(2), default);
        var unknown = await table.ReadRowAsync(TestMembers.Address(3), default);

        Assert.Equal("silo 2", Assert.Single(known.Members).Item1.SiloName);
        Assert.Empty(unknown.Members);
        Assert.Equal(version, known.Version);
        Assert.Equal(version, unknown.Version);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task UpdateRow_CurrentVersionAndEtag_ReplacesStatusAndSuspects(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        var entry = TestMembers.Entry(1);
        Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(default)).Version.Next(), default));
        var before = await table.ReadAllAsync(default);

        entry.Status = SiloStatus.Dead;
        entry.IAmAliveTime = TestMembers.Now.AddSeconds(5);
        entry.SuspectTimes = [Tuple.Create(TestMembers.Address(7), TestMembers.Now.AddSeconds(1)), Tuple.Create(TestMembers.Address(8), TestMembers.Now.AddSeconds(2))];
        Assert.True(await table.UpdateRowAsync(entry, before.Members[0].Item2, before.Version.Next(), default));

        var after = await table.ReadAllAsync(default);
        Assert.Equal(before.Version.Version + 1, after.Version.Version);
        Assert.Equal(entry.ToFullString(), Assert.Single(after.Members).Item1.ToFullString());
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task UpdateRow_OldVersionOrUnknownSilo_ChangesNothing(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        var entry = TestMembers.Entry(1);
        var first = (await table.ReadAllAsync(default)).Version.Next();
        Assert.True(await table.InsertRowAsync(entry, first, default));
        var inserted = await table.ReadAllAsync(default);
        var etag = inserted.Members[0].Item2;

        Assert.False(await table.UpdateRowAsync(entry, etag, first, default));
        Assert.True(await table.UpdateRowAsync(entry, etag, inserted.Version.Next(), default));
        Assert.False(await table.UpdateRowAsync(entry, etag, inserted.Version.Next(), default));
        Assert.False(await table.UpdateRowAsync(TestMembers.Entry(9), etag, (await table.ReadAllAsync(default)).Version.Next(), default));

        Assert.Equal(inserted.Version.Version + 1, (await table.ReadAllAsync(default)).Version.Version);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task UpdateIAmAlive_Known_ChangesTheTimeOnly(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), (await table.ReadAllAsync(default)).Version.Next(), default));
        var before = await table.ReadAllAsync(default);
        var time = TestMembers.Now.AddMinutes(3);

        await table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = TestMembers.Address(1), IAmAliveTime = time }, default);
        await table.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = TestMembers.Address(2), IAmAliveTime = time }, default);

        var after = await table.ReadAllAsync(default);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Members[0].Item2, Assert.Single(after.Members).Item2);
        Assert.Equal(time, after.Members[0].Item1.IAmAliveTime);
        Assert.Equal("silo 1", after.Members[0].Item1.SiloName);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task CleanupDefunctSiloEntries_OldOfEveryStatus_KeepsTheActiveAndTheRecent(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        var generation = 0;
        foreach (var status in Enum.GetValues<SiloStatus>())
        {
            var old = TestMembers.Entry(++generation, status);
            old.StartTime = old.IAmAliveTime = TestMembers.Now.AddDays(-10);
            Assert.True(await table.InsertRowAsync(old, (await table.ReadAllAsync(default)).Version.Next(), default));
        }

        Assert.True(await table.InsertRowAsync(TestMembers.Entry(100, SiloStatus.Dead), (await table.ReadAllAsync(default)).Version.Next(), default));

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(TestMembers.Now.AddDays(-3)), default);

        var left = (await table.ReadAllAsync(default)).Members.Select(member => member.Item1).ToArray();
        Assert.Equal(2, left.Length);
        Assert.Contains(left, entry => entry.Status == SiloStatus.Active);
        Assert.Contains(left, entry => entry.SiloAddress.Generation == 100);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task DeleteMembershipTableEntries_ThenInitialize_StartsWithoutMembers(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        var before = (await table.ReadAllAsync(default)).Version.Next();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), before, default));

        await table.DeleteMembershipTableEntriesAsync("another", default);
        Assert.Single((await table.ReadAllAsync(default)).Members);
        await table.DeleteMembershipTableEntriesAsync(TestMembers.Cluster, default);
        await table.InitializeMembershipTableAsync(true, default);

        var data = await table.ReadAllAsync(default);
        Assert.Empty(data.Members);
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(2), data.Version.Next(), default));
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task GetGateways_MixedMembers_AreTheActiveOnesWithAPort(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var table = await there.OpenTableAsync();
        foreach (var (generation, status, port) in new[] { (1, SiloStatus.Active, 30001), (2, SiloStatus.Active, 0), (3, SiloStatus.Joining, 30003), (4, SiloStatus.Dead, 30004) })
        {
            var entry = TestMembers.Entry(generation, status);
            entry.ProxyPort = port;
            Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(default)).Version.Next(), default));
        }

        var gateways = await (await there.OpenGatewaysAsync()).GetGateways();

        Assert.Equal("gwy.tcp://127.0.0.1:30001/1", Assert.Single(gateways).ToString());
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task InsertRow_ManyAtOnceFromOneVersion_ExactlyOneWins(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        var tables = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => there.OpenTableAsync()));
        var next = (await tables[0].ReadAllAsync(default)).Version.Next();

        var won = await Task.WhenAll(tables.Select((table, i) => Task.Run(() => table.InsertRowAsync(TestMembers.Entry(i + 1), next, default))));

        Assert.Single(won, true);
        Assert.Equal(next.Version, (await tables[0].ReadAllAsync(default)).Version.Version);
        Assert.Single((await tables[0].ReadAllAsync(default)).Members);
    }

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task UpdateRow_ManyAtOnceUntilEachSucceeds_CountsEveryOne(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        const int Writers = 6;
        const int Rounds = 4;
        var table = await there.OpenTableAsync();
        var first = (await table.ReadAllAsync(default)).Version.Next();
        Assert.True(await table.InsertRowAsync(TestMembers.Entry(1), first, default));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var mine = await there.OpenTableAsync();
            for (var round = 0; round < Rounds;)
            {
                var data = await mine.ReadAllAsync(default);
                var (entry, etag) = data.Members[0];
                round += await mine.UpdateRowAsync(entry, etag, data.Version.Next(), default) ? 1 : 0;
            }
        })));

        Assert.Equal(first.Version + Writers * Rounds, (await table.ReadAllAsync(default)).Version.Version);
    }
}
