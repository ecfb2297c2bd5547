using SteerScope.Cluster.Support;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>A feature is the same, asked of a cluster or of the folder.</summary>
public sealed class FeatureTests(World world) : IClassFixture<World>
{
    [Fact]
    public void Feature_OfAClustersSweep_IsWhatTheFolderSays()
    {
        using var cluster = new ProcessCluster(world);
        cluster.Silo();
        cluster.AssertCompletes(cluster.Run());
        string[] which = ["--behaviour", "cautious", "--layer", "3", "--feature", "11"];
        using var local = TestProcess.Command(["feature", cluster.Spec, "--json", .. which]);
        Assert.Equal(0, local.WaitForExit());

        Assert.Equal((0, local.Said), cluster.Ask("feature", which));

        var (code, said) = cluster.Ask("feature", "--behaviour", "none", "--layer", "3", "--feature", "11");
        Assert.Equal(2, code);
        Assert.Contains("behaviour is 'none'; the sweep's are agreeable, cautious.", said, StringComparison.Ordinal);
    }
}
