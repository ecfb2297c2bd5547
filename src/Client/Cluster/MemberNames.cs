using SteerScope.Sweeps.Leases;

namespace SteerScope.Client.Cluster;

/// <summary>What to call a member: its machine and device, and its port, since a machine may have several of a kind.</summary>
internal static class MemberNames
{
    /// <summary>Its name.</summary>
    public static string Of(SessionOwner owner) => $"{owner.Device} (port {PortOf(owner)})";

    /// <summary>The port that other members reach it at, from the member as Orleans writes it: <c>address:port@generation</c>.</summary>
    public static string PortOf(SessionOwner owner) => owner.Process.Split('@')[0].Split(':')[^1];
}
