using System.Text.Json;
using System.Text.Json.Serialization;

namespace SteerScope.Silo.Membership;

/// <summary>
/// The members of a cluster at one moment, and the changes that Orleans' protocol allows: a row is inserted or updated
/// only by who has read this very table. A change gives a new table, or null when its condition does not hold.
/// </summary>
internal sealed record MemberTable
{
    /// <summary>Name of the file's format.</summary>
    public const string Format = "steerscope.members.1";

    /// <summary>The cluster whose members these are.</summary>
    [JsonPropertyName("cluster")]
    public required string Cluster { get; init; }

    /// <summary>Changes when the table is made anew, so that etags of a lost one are never taken for its own.</summary>
    [JsonPropertyName("incarnation")]
    public required string Incarnation { get; init; }

    /// <summary>Orleans' table version: it grows with every insert and update.</summary>
    [JsonPropertyName("version")]
    public required int Version { get; init; }

    /// <summary>The members, in the order in which they came.</summary>
    [JsonPropertyName("members")]
    public required IReadOnlyList<MemberRow> Members { get; init; }

    private string ETag => $"{Incarnation}.{Version}";

    /// <summary>A table without members.</summary>
    public static MemberTable Create(string cluster) => new() { Cluster = cluster, Incarnation = Guid.NewGuid().ToString("N"), Version = 0, Members = [] };

    /// <summary>The table of a file's content; null when it is none, or of another cluster.</summary>
    public static MemberTable? Parse(JsonElement content, string cluster)
    {
        try
        {
            var table = content.Deserialize<MemberTable>();
            if (table is null or { Members: null } or { Incarnation: null } or { Version: < 0 } || table.Cluster != cluster)
            {
                return null;
            }

            foreach (var row in table.Members)
            {
                _ = row.ToEntry();
            }

            return table;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or OverflowException or IndexOutOfRangeException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>The file's content.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Adds a member.</summary>
    public MemberTable? Insert(MembershipEntry entry, TableVersion next) =>
        MayBecome(next) && IndexOf(entry.SiloAddress) < 0
            ? this with { Version = next.Version, Members = [.. Members, MemberRow.Of(entry, RowETag(next))] }
            : null;

    /// <summary>Replaces a member's row.</summary>
    public MemberTable? Update(MembershipEntry entry, string etag, TableVersion next)
    {
        var index = IndexOf(entry.SiloAddress);
        return MayBecome(next) && index >= 0 && Members[index].ETag == etag
            ? this with { Version = next.Version, Members = Replace(index, MemberRow.Of(entry, RowETag(next))) }
            : null;
    }

    /// <summary>Notes that a member is alive; this changes neither version nor etags.</summary>
    public MemberTable? Alive(SiloAddress silo, DateTime at)
    {
        var index = IndexOf(silo);
        return index >= 0 ? this with { Members = Replace(index, Members[index] with { Alive = at }) } : null;
    }

    /// <summary>Forgets members that are not active and that nobody heard of or voted on since a time; null when there are none.</summary>
    public MemberTable? Cleanup(DateTimeOffset before)
    {
        var kept = Members.Where(row => row.Status == SiloStatus.Active || Heard(row) >= before.UtcDateTime).ToArray();
        return kept.Length < Members.Count ? this with { Members = kept } : null;
    }

    /// <summary>All members, as Orleans reads them.</summary>
    public MembershipTableData ToData() => new([.. Members.Select(row => row.ToEntry())], new TableVersion(Version, ETag));

    /// <summary>One member, as Orleans reads it.</summary>
    public MembershipTableData ToData(SiloAddress silo)
    {
        var index = IndexOf(silo);
        var version = new TableVersion(Version, ETag);
        return index < 0 ? new MembershipTableData(version) : new MembershipTableData(Members[index].ToEntry(), version);
    }

    // Being declared dead counts, too: a silo that was cut off must still find out.
    private static DateTime Heard(MemberRow row) => (row.Suspects ?? []).Select(vote => vote.At).Append(row.Alive).Append(row.Started).Max();

    private bool MayBecome(TableVersion next) => next.VersionEtag == ETag && next.Version > Version;

    private string RowETag(TableVersion next) => $"{Incarnation}.{next.Version}";

    private int IndexOf(SiloAddress silo)
    {
        var name = silo.ToParsableString();
        for (var i = 0; i < Members.Count; i++)
        {
            if (Members[i].Silo == name)
            {
                return i;
            }
        }

        return -1;
    }

    private MemberRow[] Replace(int index, MemberRow row)
    {
        MemberRow[] rows = [.. Members];
        rows[index] = row;
        return rows;
    }
}
