using SteerScope.Cluster.Support;
using SteerScope.Silo.Addresses;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>The database that the members meet in is away for a while.</summary>
public sealed class PostgresTests(World world) : IClassFixture<World>
{
    private const string Slow = "pace=0.15";

    [PostgresFact]
    public async Task Postgres_StoppedAndStartedInTheMiddle_TheSweepGoesOnAndAnotherMemberCanJoin()
    {
        var server = await PostgresServer.StartAsync();
        using var cluster = new ProcessCluster(world, address: await server.CreateDatabaseAsync());
        await ClusterAddress.Parse(cluster.Address).PrepareAsync(createSchema: true);
        var first = cluster.Members(2, Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(5);

        await server.StopAsync();
        cluster.WaitForProgress(10);
        await server.StartAgainAsync();
        cluster.Remember();
        cluster.Member(Slow);
        first[0].Kill();

        cluster.AssertCompletes(client);
    }

    [PostgresFact]
    public async Task Postgres_AwayWhileTheMemberWithTheBooksDies_AnotherTakesThemOverWhenItIsBack()
    {
        var server = await PostgresServer.StartAsync();
        using var cluster = new ProcessCluster(world, address: await server.CreateDatabaseAsync());
        await ClusterAddress.Parse(cluster.Address).PrepareAsync(createSchema: true);
        var keeper = cluster.Member(Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(3);
        cluster.Member(Slow);
        var term = cluster.Term;

        await server.StopAsync();
        keeper.Kill();
        cluster.Remember();
        await server.StartAgainAsync();

        cluster.AssertCompletes(client);
        Assert.True(cluster.Term > term);
    }
}
