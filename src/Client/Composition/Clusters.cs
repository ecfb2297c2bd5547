using SteerScope.Client.Commands;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Composition;

/// <summary>What this build can do with a cluster.</summary>
internal static class Clusters
{
#if PORTABLE
    public static int Run(ClusterAccess cluster, SweepSpec spec, bool json) => throw Lacking(spec.Name, cluster);

    public static int Watch(ClusterAccess cluster, SweepSpec spec, bool json) => throw Lacking(spec.Name, cluster);

    public static int Status(ClusterAccess cluster, SweepSpec spec, bool json) => throw Lacking(spec.Name, cluster);

    public static int Cancel(ClusterAccess cluster, SweepSpec spec, bool json) => throw Lacking(spec.Name, cluster);

    public static int Pull(ClusterAccess cluster, SweepSpec spec, string target, bool json) => throw Lacking(spec.Name + target, cluster);

    public static FeatureReading Feature(ClusterAccess cluster, SweepSpec spec, FeatureReference reference) => throw Lacking(spec.Name + reference, cluster);

    public static int Silo(ClusterAccess cluster, SiloArguments arguments) => throw Lacking(arguments.Device, cluster);

    public static int Demo(string root, SweepSpec spec, int silos, bool json) => throw Lacking($"{root}{spec.Name}{silos}{json}", new ClusterAccess("localhost", null, null, null, null));

    private static InputException Lacking(string _, ClusterAccess cluster) => new(
        $"--cluster {cluster.Address.Split("://")[0]}: the portable build has no cluster; the full build, which needs the packages Microsoft.Orleans.*, has it: set STEERSCOPE_BUILD=full and start ./steerscope again.");
#else
    /// <summary>Hands a sweep in and follows it to its end.</summary>
    public static int Run(ClusterAccess cluster, SweepSpec spec, bool json) => Cluster.ClusterRuns.Run(cluster, spec, json);

    /// <summary>Follows a sweep.</summary>
    public static int Watch(ClusterAccess cluster, SweepSpec spec, bool json) => Cluster.ClusterRuns.Watch(cluster, spec, json);

    /// <summary>Says where a sweep stands.</summary>
    public static int Status(ClusterAccess cluster, SweepSpec spec, bool json) => Cluster.ClusterRuns.Status(cluster, spec, json);

    /// <summary>Stops a sweep.</summary>
    public static int Cancel(ClusterAccess cluster, SweepSpec spec, bool json) => Cluster.ClusterRuns.Cancel(cluster, spec, json);

    /// <summary>Copies results here.</summary>
    public static int Pull(ClusterAccess cluster, SweepSpec spec, string target, bool json) => Cluster.ClusterRuns.Pull(cluster, spec, target, json);

    /// <summary>Reads one feature of a sweep's results.</summary>
    public static FeatureReading Feature(ClusterAccess cluster, SweepSpec spec, FeatureReference reference) => Cluster.ClusterRuns.Feature(cluster, spec, reference);

    /// <summary>Is a member of a cluster until told to stop.</summary>
    public static int Silo(ClusterAccess cluster, SiloArguments arguments) => Cluster.SiloRun.Run(cluster, arguments);

    /// <summary>Runs the demo on a cluster of this machine, one of whose members is killed.</summary>
    public static int Demo(string root, SweepSpec spec, int silos, bool json) => Cluster.ClusterDemo.Run(root, spec, silos, json);
#endif
}
