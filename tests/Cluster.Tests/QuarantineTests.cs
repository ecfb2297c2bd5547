using System.Text.Json;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>A shard that ends every process that works on it.</summary>
public sealed class QuarantineTests(World world) : IClassFixture<World>
{
    private const int Row = 7;

    [Fact]
    public void Shard_ThatEndsItsProcessEveryTime_IsGivenUpAfterThreeDeathsAndTheRestIsDone()
    {
        using var cluster = new TestCluster(world);
        string[] faults = ["silence=3", $"crash-row={Row}"];
        var members = cluster.Members(2, faults).ToList();
        var client = cluster.Run();

        // Each of the two behaviours has such a row, and a supervisor starts anew what ended.
        var deaths = 0;
        Until.True(
            () =>
            {
                foreach (var (i, member) in members.Index().ToArray())
                {
                    if (member.HasExited && !client.HasExited)
                    {
                        deaths++;
                        members[i] = cluster.Member(faults);
                    }
                }

                return client.HasExited;
            },
            () => $"the client ends; it said:\n{client.Said}");

        Assert.True(client.WaitForExit() == 1, client.Said);
        Assert.InRange(deaths, 5, 6);
        using var end = JsonDocument.Parse(client.Said.Split('\n').Last(line => line.Contains("\"event\":\"status\"", StringComparison.Ordinal)));
        var failed = end.RootElement.GetProperty("failed").EnumerateArray().ToArray();
        Assert.Equal(2, failed.Length);
        Assert.All(failed, failure => Assert.Contains("3 times", failure.GetProperty("reason").GetString(), StringComparison.Ordinal));
        foreach (var stage in end.RootElement.GetProperty("stages").EnumerateObject())
        {
            Assert.Equal(0, stage.Value.GetProperty("ready").GetInt32());
            Assert.Equal(0, stage.Value.GetProperty("running").GetInt32());
        }

        cluster.AssertNothingHalfDone();
    }
}
