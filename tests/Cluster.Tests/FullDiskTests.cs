using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>The shared folder has no room for a while.</summary>
public sealed class FullDiskTests(World world) : IClassFixture<World>
{
    private const string Reason = "No space left";
    private const string Slow = "pace=0.1";

    [SmallDiskFact]
    public void Disk_FullAndFreed_StatusSaysSoAndTheSweepEnds()
    {
        using var disk = new SmallDisk();
        using var cluster = new ProcessCluster(world, Path.Combine(disk.Root, "out"));
        cluster.Members(2, Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(5);

        cluster.WaitUntil(
            () =>
            {
                // What an attempt dropped is room again.
                disk.Fill();
                return cluster.Ask("status").Said.Contains(Reason, StringComparison.Ordinal);
            },
            "status says what the disk said");
        Assert.False(client.HasExited, client.Said);
        cluster.Remember();
        disk.Free();

        cluster.AssertCompletes(client);
        Assert.Empty(cluster.Ledger("failure"));
    }

    [SmallDiskFact]
    public void Disk_FullWhileTheBooksMove_TheSweepIsTakenOverWhenItIsFreed()
    {
        using var disk = new SmallDisk();
        using var cluster = new ProcessCluster(world, Path.Combine(disk.Root, "out"));
        var keeper = cluster.Member(Slow);
        var client = cluster.Run();
        cluster.WaitForProgress(5);
        var term = cluster.Term;
        cluster.Members(2, Slow);
        disk.Fill();
        keeper.Kill();

        cluster.WaitUntil(() => cluster.Ask("status").Said.Contains(Reason, StringComparison.Ordinal), "status says what the disk said");
        Assert.False(client.HasExited, client.Said);
        disk.Free();

        cluster.AssertCompletes(client);
        Assert.True(cluster.Term > term);
    }
}
