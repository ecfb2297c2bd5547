using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>Members that end without a word.</summary>
public sealed class KilledMemberTests(World world) : IClassFixture<World>
{
    private const string Slow = "pace=0.15";

    [Fact]
    public void Silo_EachOfThreeKilledInTurn_TheSweepGrainMovesAndTheSweepEnds()
    {
        using var cluster = new TestCluster(world);
        var first = cluster.Members(3, Slow);
        var client = cluster.Run();
        foreach (var member in first)
        {
            // Whichever holds the sweep's grain and the catalog's is among them.
            cluster.WaitForProgress(5);
            cluster.Remember();
            member.Kill();
            cluster.Member(Slow);
        }

        cluster.AssertCompletes(client);
    }

    [Fact]
    public void Silos_AllKilledAtOnceAndRestarted_TheClientFollowsOn()
    {
        using var cluster = new TestCluster(world);
        var members = cluster.Members(2, Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(20);
        foreach (var member in members)
        {
            member.Stop();
        }

        cluster.Remember();
        foreach (var member in members)
        {
            member.Kill();
        }

        cluster.Members(2);
        cluster.AssertCompletes(client);
    }
}
