using SteerScope.Sweeps.Leases;

namespace SteerScope.Client.Cluster;

/// <summary>What to call the members that work for a sweep: machine and device, and the port where several are alike. A name stays once it is given.</summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _alike = new(StringComparer.Ordinal);

    /// <summary>The name of a member.</summary>
    public string this[SessionOwner owner] => _names[owner.Process];

    /// <summary>Names those that are new.</summary>
    public MemberNames Meet(LeaseSnapshot snapshot)
    {
        var owners = snapshot.Sessions.Select(s => s.Owner).DistinctBy(o => o.Process).ToArray();
        _alike.UnionWith(owners.CountBy(o => o.Device).Where(c => c.Value > 1).Select(c => c.Key));
        foreach (var owner in owners)
        {
            _names.TryAdd(owner.Process, _alike.Contains(owner.Device) ? $"{owner.Device} :{PortOf(owner)}" : owner.Device);
        }

        return this;
    }

    /// <summary>The port that other members reach it at, from the member as Orleans writes it: <c>address:port@generation</c>.</summary>
    public static string PortOf(SessionOwner owner) => owner.Process.Split('@')[0].Split(':')[^1];
}
