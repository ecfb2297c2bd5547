using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>Members that end without a word.</summary>
public sealed class KilledMemberTests(World world) : IClassFixture<World>
{
    private const string Slow = "pace=0.15";

    [Fact]
    public void Silo_KilledInTheMiddleOfAShard_IsReplaced()
    {
        using var cluster = new ProcessCluster(world);
        var (gate, others) = (cluster.Gate(), cluster.Gate());
        cluster.Member(others.Argument);
        var victim = cluster.Member(gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();

        cluster.Remember();
        victim.Kill();
        others.Open();

        cluster.AssertCompletes(client);
        Assert.Single(cluster.Ledger("death"));
    }

    [Fact]
    public void Silo_WithTheBooksKilled_AnotherTakesThemOver()
    {
        using var cluster = new ProcessCluster(world);
        var keeper = cluster.Member(Slow);
        var client = cluster.Run();

        // The books are kept where there was a member when the sweep came in, and do not move by themselves.
        cluster.WaitForProgress(3);
        var term = cluster.Term;
        var gate = cluster.Gate();
        cluster.Members(2, Slow, gate.Argument);
        gate.WaitUntilReached();
        Assert.Equal(term, cluster.Term);
        cluster.Remember();
        keeper.Kill();
        gate.Open();

        cluster.AssertCompletes(client);
        Assert.True(cluster.Term > term);
    }

    [Fact]
    public void Silo_EachOfThreeKilledInTurn_TheSweepGrainMovesAndTheSweepEnds()
    {
        using var cluster = new ProcessCluster(world);
        var first = cluster.Members(3, Slow);
        var client = cluster.Run();
        foreach (var member in first)
        {
            // Whichever holds the sweep's grain and the catalog's is among them. Who takes its place is not waited for: there must be work left.
            cluster.WaitForProgress(5);
            cluster.Remember();
            member.Kill();
            cluster.Joining(Slow);
        }

        cluster.AssertCompletes(client);
    }

    [Fact]
    public void Silos_AllKilledAtOnceAndRestarted_TheClientFollowsOn()
    {
        using var cluster = new ProcessCluster(world);
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
