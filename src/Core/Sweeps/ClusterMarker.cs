namespace SteerScope.Sweeps;

/// <summary>Says that a cluster runs the sweep of a folder.</summary>
/// <param name="Cluster">The cluster's address, as people give it with <c>--cluster</c>; without a password.</param>
/// <param name="Sweep">The sweep's name in the cluster.</param>
/// <param name="Term">The term of the leader that wrote it.</param>
public sealed record ClusterMarker(string Cluster, string Sweep, long Term);
