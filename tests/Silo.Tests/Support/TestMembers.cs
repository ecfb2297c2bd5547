using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SteerScope.Silo.Membership;

namespace SteerScope.Silo.Tests.Support;

/// <summary>Members and tables to test with.</summary>
internal static class TestMembers
{
    public const string Cluster = "steerscope";

    public static readonly DateTime Now = new(2026, 5, 4, 3, 2, 1, DateTimeKind.Utc);

    public static SiloAddress Address(int generation) => SiloAddress.New(IPAddress.Loopback, 12345, generation);

    public static MembershipEntry Entry(int generation, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = Address(generation),
        HostName = "host",
        SiloName = $"silo {generation}",
        Status = status,
        ProxyPort = 30000,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    public static FileMembershipTable OpenTable(string folder) => new(new ClusterFolder(folder), Cluster, NullLogger.Instance);
}
