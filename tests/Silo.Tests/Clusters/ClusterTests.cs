using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using SteerScope.Cluster.Support;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Membership;
using SteerScope.Silo.Security;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Clusters;

/// <summary>Real silos and clients: they find each other, call, keep states, and come back.</summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Theory]
    [InFolder]
    [InPostgres]
    public async Task TwoSilosAndAClient_SeeEachOtherAndKeepStatesBeyondASilo(Place place)
    {
        await using var there = await TestPlace.CreateAsync(place);
        using var first = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None);
        using var second = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None);
        await there.Address.CheckAsync();
        using var client = await TestCluster.StartClientAsync(there.Address, ClusterSecurity.None);
        Assert.Equal(2, await client.Echo("a").CountSilos());

        // Grains are spread: with forty of them, both silos have some, once they know each other's kinds of grains.
        HashSet<string> silos = [];
        var probe = 0;
        await TestCluster.EventuallyAsync(async () => silos.Add(await client.Echo($"probe{probe++}").Where()) && silos.Count == 2, Soon);
        silos.Clear();
        for (var i = 0; i < 40; i++)
        {
            silos.Add(await client.Echo($"g{i}").Where());
            Assert.Equal(i, await client.Echo($"g{i}").Add(i));
        }

        Assert.Equal(2, silos.Count);
        await second.StopAsync();

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(2 * i, await client.Echo($"g{i}").Add(i));
        }

        Assert.Equal(1, await client.Echo("a").CountSilos());
        await client.StopAsync();
        await first.StopAsync();
    }

    [Fact]
    public async Task TlsAndSecret_LargeMessagesBothWaysAndBetweenSilos_ArriveInFull()
    {
        await using var there = await TestPlace.CreateAsync(Place.Folder);
        using var certificates = new TestCertificates();
        var secret = new SharedSecret("the secret of this cluster"u8);
        var silos = new ClusterSecurity { Tls = certificates.Tls(certificates.Silo()), Secret = secret };
        using var first = await TestCluster.StartSiloAsync(there.Address, silos);
        using var second = await TestCluster.StartSiloAsync(there.Address, silos);
        using var client = await TestCluster.StartClientAsync(there.Address, new ClusterSecurity { Tls = certificates.Tls(null), Secret = secret });
        var bytes = RandomNumberGenerator.GetBytes(6_000_000);

        await Parallel.ForAsync(0, 8, async (i, _) =>
        {
            Assert.Equal(bytes, await client.Echo($"g{i}").Echo(bytes));
            Assert.Equal(bytes, await first.Echo($"g{i}").Echo(bytes));
            Assert.Equal(bytes, await second.Echo($"g{i}").Echo(bytes));
        });

        Assert.Equal(2, await client.Echo("a").CountSilos());
        await client.StopAsync();
        await second.StopAsync();
        await first.StopAsync();
    }

    [Fact]
    public async Task Localhost_WithoutAnyOption_TakesItsOwnUserOnly()
    {
        using var temp = new TempFolder();
        var address = new LocalhostAddress("tests", temp.Path);
        using var silo = await TestCluster.StartSiloAsync(address, ClusterSecurity.None);
        using var client = await TestCluster.StartClientAsync(address, ClusterSecurity.None);
        Assert.Equal(5, await client.Echo("a").Add(5));

        // Somebody who knows the ports, but cannot read the folder.
        using var stranger = new HostBuilder().UseOrleansClient(builder =>
            address.ConfigureClient(builder, ClusterSecurity.None, patience: TimeSpan.Zero)).Build();
        using var guesser = new HostBuilder().UseOrleansClient(builder =>
            address.ConfigureClient(builder, new ClusterSecurity { Secret = new SharedSecret(new byte[32]) })).Build();
        await Assert.ThrowsAnyAsync<Exception>(() => stranger.StartAsync().WaitAsync(Soon));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => guesser.StartAsync().WaitAsync(Soon));

        Assert.Contains("refused the shared secret", ConnectionProblem.Explain(error, address), StringComparison.Ordinal);
        Assert.Equal(6, await client.Echo("a").Add(1));
        await client.StopAsync();
        await silo.StopAsync();
    }

    [Fact]
    public async Task Client_NoSiloLeft_IsExplainedInOneSentence()
    {
        await using var there = await TestPlace.CreateAsync(Place.Folder);
        using (var silo = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None))
        {
            await silo.StopAsync();
        }

        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestCluster.StartClientAsync(there.Address, ClusterSecurity.None, patience: TimeSpan.FromSeconds(1)));

        Assert.StartsWith($"No silo of --cluster {there.Address} ", ConnectionProblem.Explain(error, there.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllSilosKilled_ANewOne_TakesOverMembersAndStates()
    {
        await using var there = await TestPlace.CreateAsync(Place.Folder);
        using (var first = HelperProcess.Start("silo", there.Text))
        using (var second = HelperProcess.Start("silo", there.Text))
        {
            await first.WaitForAsync("active");
            await second.WaitForAsync("active");
            using var client = await TestCluster.StartClientAsync(there.Address, ClusterSecurity.None);
            Assert.Equal(2, await client.Echo("a").CountSilos());
            Assert.Equal(7, await client.Echo("a").Add(7));
            first.Kill();
            second.Kill();
        }

        using var silo = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(8, await silo.Echo("a").Add(1));
        Assert.Equal(1, await silo.Echo("a").CountSilos());
        await silo.StopAsync();
    }

    // Silos go on with a table that was made again from its copy, and end when they are not in it any more:
    // going on beside a new cluster would be two clusters on one sweep.
    [Fact]
    public async Task TableDamagedOrLost_Silos_GoOnOrEnd()
    {
        await using var there = await TestPlace.CreateAsync(Place.Folder);
        var members = new ClusterFolder(new Uri(there.Text).LocalPath).Members;
        using var first = HelperProcess.Start("silo", there.Text);
        await first.WaitForAsync("active");
        var table = await there.OpenTableAsync();
        File.WriteAllText(members, "{");
        using var second = HelperProcess.Start("silo", there.Text);
        await second.WaitForAsync("active");
        Assert.Equal(2, (await table.ReadAllAsync(default)).Members.Count(member => member.Item1.Status == SiloStatus.Active));

        File.Delete(members);
        File.Delete(CheckedJson.CopyOf(members));

        Assert.NotEqual(0, await first.WaitForExitAsync());
        Assert.NotEqual(0, await second.WaitForExitAsync());
        using var third = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None);
        Assert.Equal(1, await third.Echo("a").CountSilos());
        await third.StopAsync();
    }

    [PostgresFact]
    public async Task PostgresStopsForAWhile_SilosGoOnAndKeepStatesAgain()
    {
        var server = await PostgresServer.StartAsync();
        await using var there = await TestPlace.CreateAsync(server);
        using var first = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None);
        using var second = await TestCluster.StartSiloAsync(there.Address, ClusterSecurity.None);
        using var client = await TestCluster.StartClientAsync(there.Address, ClusterSecurity.None);
        Assert.Equal(1, await client.Echo("a").Add(1));

        await server.StopAsync();
        try
        {
            // What needs no database goes on; what does says so.
            Assert.Equal([1, 2], await client.Echo("a").Echo([1, 2]));
            await Assert.ThrowsAnyAsync<Exception>(() => client.Echo("a").Add(1));
        }
        finally
        {
            await server.StartAgainAsync();
        }

        await TestCluster.EventuallyAsync(() => SucceedsAsync(() => client.Echo("b").Add(1)), Soon);
        Assert.Equal(2, await client.Echo("a").CountSilos());
        await client.StopAsync();
        await second.StopAsync();
        await first.StopAsync();
    }

    private static async Task<bool> SucceedsAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or OrleansException or IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            return false;
        }
    }
}
