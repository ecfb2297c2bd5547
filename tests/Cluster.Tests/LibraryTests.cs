using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>What a member loads.</summary>
public sealed class LibraryTests(World world) : IClassFixture<World>
{
    [Fact]
    public void Silo_WithoutTorchDevice_NeverLoadsLibtorch()
    {
        using var cluster = new ProcessCluster(world);
        var silo = cluster.Silo();
        cluster.AssertCompletes(cluster.Run());

        Assert.Contains(silo.Maps, file => file.EndsWith("libcoreclr.so", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Maps, file => file.Contains("torch", StringComparison.OrdinalIgnoreCase) || file.Contains("c10", StringComparison.Ordinal));
    }
}
