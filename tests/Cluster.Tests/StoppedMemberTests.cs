using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>Members that stop for a while.</summary>
public sealed class StoppedMemberTests(World world) : IClassFixture<World>
{
    private const string Lost = "is silent or its process is gone";

    [Fact]
    public void Silo_StoppedForLongerThanItsLeaseLasts_CommitsNothingLate()
    {
        using var cluster = new ProcessCluster(world);
        var (gate, others) = (cluster.Gate(), cluster.Gate());
        cluster.Member("silence=3", others.Argument);
        var victim = cluster.Member("silence=3", gate.Argument);
        cluster.Member("silence=3", others.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();
        victim.Stop();
        gate.Open();
        others.Open();
        cluster.AssertCompletes(client);

        // It either hears that its session is lost, or that the cluster takes it for dead, and ends.
        victim.Continue();
        cluster.WaitUntil(() => victim.HasExited || victim.HasSaid("session"), "the member that was stopped notices");

        cluster.AssertLikeLocal();
    }

    [Fact]
    public void Silo_TakenForDeadByMistake_OpensAnotherSessionAndWorksOn()
    {
        using var cluster = new ProcessCluster(world);
        var (first, second) = (cluster.Gate(), cluster.Gate());
        var keeper = cluster.Member("silence=4", "patient", first.Argument);
        var client = cluster.Run();
        first.WaitUntilReached();
        var victim = cluster.Member("silence=4", "patient", second.Argument);
        second.WaitUntilReached();
        victim.Stop();
        cluster.WaitUntil(() => keeper.HasSaid(Lost), "the member with the books gives the session up");
        Assert.Equal(0, cluster.Committed);

        // The other one stays at its gate: whatever is committed now is the work of who was given up for lost.
        victim.Continue();
        second.Open();
        cluster.WaitForProgress(10);
        Assert.False(victim.HasExited, victim.Log);
        Assert.InRange(Told(victim, "was given up for lost"), 1, 2);
        cluster.Remember();
        first.Open();

        cluster.AssertCompletes(client);
    }

    [Fact]
    public void Session_WhoseFolderIsTakenAwayBehindTheBooks_BeginsAnew()
    {
        using var cluster = new ProcessCluster(world);
        var gate = cluster.Gate();
        var member = cluster.Member(gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();
        var session = Assert.Single(cluster.Sessions());
        Directory.Delete(session, recursive: true);
        gate.Open();

        cluster.AssertCompletes(client);
        Assert.Equal(1, Told(member, "was given up for lost"));
        Assert.Empty(cluster.Ledger("death"));
    }

    [Fact]
    public void Silo_WithTheBooksStoppedUntilAnotherHasThem_LeasesAndCommitsNothingLate()
    {
        using var cluster = new ProcessCluster(world);
        var (first, second) = (cluster.Gate(), cluster.Gate());
        var keeper = cluster.Member(first.Argument);
        var client = cluster.Run();
        first.WaitUntilReached();
        var heir = cluster.Member(second.Argument);
        second.WaitUntilReached();
        var term = cluster.Term;
        keeper.Stop();
        cluster.WaitUntil(() => cluster.Term > term && heir.HasSaid(Lost), "another activation has the books, and has shut out the session of the stopped one");
        Assert.Equal(0, cluster.Committed);

        // The heir stays at its gate: nothing may be committed by who comes back.
        first.Open();
        keeper.Continue();
        cluster.WaitUntil(() => keeper.HasExited, "the member that was stopped learns that it is out of the cluster");
        Assert.Equal(0, cluster.Committed);
        Assert.False(Directory.Exists(Path.Combine(cluster.Out, "tables")));
        Assert.True(File.Exists(Path.Combine(cluster.Out, "state", "ledger", $"{cluster.Term}.jsonl")));
        second.Open();

        cluster.AssertCompletes(client);
        var ledger = Assert.Single(Directory.GetFiles(Path.Combine(cluster.Out, "state", "ledger")));
        Assert.Equal($"{cluster.Term}.jsonl", Path.GetFileName(ledger));
    }

    [Fact]
    public void Silo_ThatJoinsLate_WorksWhileTheFirstIsHeldUp()
    {
        using var cluster = new ProcessCluster(world);
        var gate = cluster.Gate();
        cluster.Member(gate.Argument);
        var client = cluster.Run();
        gate.WaitUntilReached();
        Assert.Equal(0, cluster.Committed);

        cluster.Silo();
        cluster.WaitForProgress(5);
        gate.Open();

        cluster.AssertCompletes(client);
    }

    private static int Told(TestProcess process, string what) => process.Said.Split(what).Length - 1;
}
