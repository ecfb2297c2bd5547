using SteerScope.Chaos;
using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>A short chaos run; long ones are a program's (docs/cluster.md).</summary>
public sealed class ChaosTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Chaos_WithAFixedSeed_EverySweepIsLikeLocal()
    {
        using var said = new StringWriter();

        var passed = await new ChaosRun(world, new ChaosOptions { Seed = 1, Duration = TimeSpan.FromSeconds(20) }, said).RunAsync();

        Assert.True(passed, said.ToString());
    }
}
