using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>Clients come and go; the sweep is the cluster's.</summary>
public sealed class ClientTests(World world) : IClassFixture<World>
{
    private const string Slow = "pace=0.1";

    [Fact]
    public void Client_Killed_TheSweepGoesOnAndAnotherFollowsIt()
    {
        using var cluster = new ProcessCluster(world);
        cluster.Members(2, Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(5);
        client.Kill();
        cluster.Remember();
        cluster.WaitForProgress(5);

        var (code, said) = cluster.Ask("status");
        Assert.Equal(0, code);
        Assert.Contains("\"phase\":\"items\"", said, StringComparison.Ordinal);
        var (watched, told) = cluster.Ask("watch");

        Assert.True(watched == 0, told);
        cluster.AssertLikeLocal();
    }

    [Fact]
    public void Cancel_ThenRunAgain_GoesOnFromThere()
    {
        using var cluster = new ProcessCluster(world);
        cluster.Members(2, Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(10);

        Assert.Equal(0, cluster.Ask("cancel").Code);
        Assert.Equal(3, client.WaitForExit());
        cluster.AssertNothingHalfDone();

        cluster.AssertCompletes(cluster.Run());
    }
}
