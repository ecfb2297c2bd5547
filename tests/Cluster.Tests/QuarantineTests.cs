using System.Net;
using System.Text.Json;
using SteerScope.Cluster.Support;
using SteerScope.Silo.Addresses;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>A shard that ends every process that works on it.</summary>
public sealed class QuarantineTests(World world) : IClassFixture<World>
{
    private const int Row = 7;

    [Fact]
    public void Shard_ThatEndsItsProcessEveryTime_IsSetAsideAfterThreeDeathsAndRetryCompletes()
    {
        using var cluster = new ProcessCluster(world);
        string[] ports = [Free(), Free()];
        var members = ports.Select(port => cluster.Joining(port, $"crash-row={Row}")).ToArray();
        Assert.All(members, member => member.WaitUntilMember());
        var client = cluster.Run();

        // A supervisor starts anew what ended, at the same port: the others know at once that the former one is dead.
        var deaths = 0;
        cluster.WaitUntil(
            () =>
            {
                foreach (var (i, member) in members.Index())
                {
                    if (member.HasExited)
                    {
                        // Its last words may still be on their way.
                        member.WaitForExit();
                        Assert.True(member.HasSaid("as this test wants"), member.Log);
                        deaths++;
                        members[i] = cluster.Joining(ports[i], $"crash-row={Row}");
                    }
                }

                return client.HasExited;
            },
            "the client ends");

        // Each of the two behaviours has such a row.
        Assert.True(client.WaitForExit() == 1, client.Said);
        Assert.True(deaths == 6, $"{deaths} processes ended:\n{cluster.Said()}");
        AssertSetAside(client.Said);
        var (code, status) = cluster.Ask("status");
        Assert.Equal(1, code);
        AssertSetAside(status);
        Assert.True(cluster.IsMade("capture", except: 2));
        Assert.True(cluster.IsMade("norms"));
        cluster.AssertNothingHalfDone();

        cluster.Silo();
        Assert.All(members, member => member.Terminate());
        Assert.All(members, member => Assert.True(member.WaitForExit() == 0, member.Log));
        (code, var said) = cluster.Ask("retry");

        Assert.True(code == 0, said);
        cluster.AssertLikeLocal();
    }

    private static void AssertSetAside(string said)
    {
        using var status = JsonDocument.Parse(said.Split('\n').Last(line => line.Contains("\"event\":\"status\"", StringComparison.Ordinal)));
        Assert.Equal("incomplete", status.RootElement.GetProperty("phase").GetString());
        var failed = status.RootElement.GetProperty("failed").EnumerateArray().ToArray();
        Assert.Equal(2, failed.Length);
        Assert.All(failed, failure => Assert.Contains("3 times", failure.GetProperty("reason").GetString(), StringComparison.Ordinal));
        Assert.All(status.RootElement.GetProperty("stages").EnumerateObject(), stage =>
        {
            Assert.Equal(0, stage.Value.GetProperty("ready").GetInt32());
            Assert.Equal(0, stage.Value.GetProperty("running").GetInt32());
        });
    }

    private static string Free() => $"port={SiloEndpoint.Choose(IPAddress.Loopback, null, null, null).SiloPort}";
}
