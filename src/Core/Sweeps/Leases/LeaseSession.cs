namespace SteerScope.Sweeps.Leases;

/// <summary>A session as the book keeps it.</summary>
internal sealed class LeaseSession(long id, SessionOwner owner, long seen)
{
    public long Id => id;

    public SessionOwner Owner => owner;

    public List<Lease> Leases { get; } = [];

    public long Sequence { get; set; }

    /// <summary>Timestamp of its last exchange.</summary>
    public long Seen { get; set; } = seen;

    /// <summary>It is being fenced.</summary>
    public bool Losing { get; set; }

    /// <summary>An earlier book began its loss: this one has to begin it again.</summary>
    public bool Doomed { get; init; }

    /// <summary>Timestamp before which it gets nothing, since something is in its way.</summary>
    public long NotBefore { get; set; }

    /// <summary>Times that something was in its way, one after the other.</summary>
    public int Hindrances { get; set; }
}
