using SteerScope.Sweeps.Leases;

namespace SteerScope.Client.Cluster;

/// <summary>What to call the members that work for a sweep: machine and device, and the port where several are alike.</summary>
internal static class MemberNames
{
    /// <summary>Names by process.</summary>
    public static Dictionary<string, string> Of(LeaseSnapshot snapshot)
    {
        // A member whose session is new while its former one is not given up yet is there twice.
        var owners = snapshot.Sessions.Select(s => s.Owner).DistinctBy(o => o.Process).ToArray();
        var alike = owners.CountBy(o => o.Device).Where(c => c.Value > 1).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        return owners.ToDictionary(
            o => o.Process, o => alike.Contains(o.Device) ? $"{o.Device} :{PortOf(o.Process)}" : o.Device, StringComparer.Ordinal);
    }

    // address:port@generation, as Orleans writes a member.
    private static string PortOf(string process) => process.Split('@')[0].Split(':')[^1];
}
