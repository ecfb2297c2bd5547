using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>Members that are told to stop.</summary>
public sealed class DrainTests(World world) : IClassFixture<World>
{
    // Longer than any test waits: what is handed back only after a silence never is.
    private const string NoSilence = "silence=3600";

    [Fact]
    public void Silo_ToldToStop_FinishesItsShardAndHandsBackTheRestAtOnce()
    {
        using var cluster = new ProcessCluster(world);
        var gate = cluster.Gate();
        var victim = cluster.Member(NoSilence, "drain=3600", gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();
        Assert.Equal(0, cluster.Committed);

        victim.Terminate();
        cluster.Member(NoSilence);
        cluster.WaitUntil(() => cluster.IsMade("capture", except: 1) && cluster.IsMade("corpus"), "the other member has done all but what the first works on");
        Assert.False(victim.HasExited, "it did not finish its shard");
        cluster.Remember();
        gate.Open();

        Assert.True(victim.WaitForExit() == 0, victim.Log);
        cluster.AssertCompletes(client);
        Assert.Empty(cluster.Ledger("death"));
    }

    [Fact]
    public void Silo_WhoseShardOutlastsTheGracePeriod_HandsItBackAndEnds()
    {
        using var cluster = new ProcessCluster(world);
        var (gate, others) = (cluster.Gate(), cluster.Gate());
        cluster.Member(NoSilence, others.Argument);
        var victim = cluster.Member(NoSilence, "drain=1", gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();

        victim.Terminate();
        others.Open();

        Assert.True(victim.WaitForExit() == 0, victim.Log);
        cluster.AssertCompletes(client);
        Assert.Empty(cluster.Ledger("death"));
    }

    [Fact]
    public void Silo_WhoseShardDoesNotHearThatItShouldStop_HandsItBackAndCommitsNothingLate()
    {
        using var cluster = new ProcessCluster(world);
        var (gate, others) = (cluster.Gate(), cluster.Gate());
        cluster.Member(NoSilence, others.Argument);
        var victim = cluster.Member(NoSilence, "drain=1", "deaf", gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();

        victim.Terminate();
        others.Open();

        cluster.AssertCompletes(client);
        gate.Open();
        Assert.True(victim.WaitForExit() == 0, victim.Log);
        cluster.AssertLikeLocal();
        Assert.Empty(cluster.Ledger("death"));
    }
}
