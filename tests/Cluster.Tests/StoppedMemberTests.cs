using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>Members that stop for a while.</summary>
public sealed class StoppedMemberTests(World world) : IClassFixture<World>
{
    [Fact]
    public void Silo_StoppedForLongerThanItsLeaseLasts_CommitsNothingLate()
    {
        using var cluster = new TestCluster(world);
        var gate = new Gate(Path.Combine(world.Root, Path.GetRandomFileName()));
        cluster.Member("silence=3");
        var victim = cluster.Member("silence=3", gate.Argument);
        cluster.Member("silence=3");
        var client = cluster.Run();
        gate.WaitUntilReached();
        victim.Stop();
        gate.Open();
        cluster.AssertCompletes(client);

        // It either hears that its session is lost, or that the cluster takes it for dead, and ends.
        victim.Continue();
        Until.True(() => victim.HasExited || victim.Said.Contains("session", StringComparison.Ordinal), () => "the member that was stopped notices");

        cluster.AssertLikeLocal();
    }

    [Fact]
    public void Silo_ThatJoinsLate_HasWorkWithinSeconds()
    {
        using var cluster = new TestCluster(world);
        var gate = new Gate(Path.Combine(world.Root, Path.GetRandomFileName()));
        cluster.Member(gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();
        Assert.Equal(0, cluster.Committed);

        cluster.Silo();
        Until.True(() => cluster.Committed > 0, () => "the new member works", TimeSpan.FromSeconds(15));
        gate.Open();

        cluster.AssertCompletes(client);
    }
}
