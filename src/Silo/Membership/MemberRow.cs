using System.Text.Json.Serialization;

namespace SteerScope.Silo.Membership;

/// <summary>One member as it is written to the table's file.</summary>
internal sealed record MemberRow
{
    /// <summary>Address, port and generation, as Orleans writes them.</summary>
    [JsonPropertyName("silo")]
    public required string Silo { get; init; }

    /// <summary>Changes with every conditional write of the row.</summary>
    [JsonPropertyName("etag")]
    public required string ETag { get; init; }

    /// <summary>Joining, Active, Dead and so on.</summary>
    [JsonPropertyName("status")]
    [JsonConverter(typeof(JsonStringEnumConverter<SiloStatus>))]
    public required SiloStatus Status { get; init; }

    /// <summary>Port for clients; 0 when it takes none.</summary>
    [JsonPropertyName("gateway_port")]
    public int GatewayPort { get; init; }

    /// <summary>Name of the machine.</summary>
    [JsonPropertyName("host")]
    public string? Host { get; init; }

    /// <summary>Name of the silo.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Orleans' role name.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>Orleans' update zone.</summary>
    [JsonPropertyName("update_zone")]
    public int UpdateZone { get; init; }

    /// <summary>Orleans' fault zone.</summary>
    [JsonPropertyName("fault_zone")]
    public int FaultZone { get; init; }

    /// <summary>When it started, UTC.</summary>
    [JsonPropertyName("started")]
    public DateTime Started { get; init; }

    /// <summary>When it last said that it is alive, UTC.</summary>
    [JsonPropertyName("alive")]
    public DateTime Alive { get; init; }

    /// <summary>Who suspects it, and since when; null when nobody ever did.</summary>
    [JsonPropertyName("suspects")]
    public IReadOnlyList<Suspicion>? Suspects { get; init; }

    /// <summary>The row of an entry.</summary>
    public static MemberRow Of(MembershipEntry entry, string etag) => new()
    {
        Silo = entry.SiloAddress.ToParsableString(),
        ETag = etag,
        Status = entry.Status,
        GatewayPort = entry.ProxyPort,
        Host = entry.HostName,
        Name = entry.SiloName,
        Role = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        Started = entry.StartTime,
        Alive = entry.IAmAliveTime,
        Suspects = entry.SuspectTimes?.Select(vote => new Suspicion(vote.Item1.ToParsableString(), vote.Item2)).ToArray(),
    };

    /// <summary>The entry, with its etag, as Orleans reads it.</summary>
    public Tuple<MembershipEntry, string> ToEntry() => Tuple.Create(
        new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(Silo),
            Status = Status,
            ProxyPort = GatewayPort,
            HostName = Host ?? "",
            SiloName = Name ?? "",
            RoleName = Role,
            UpdateZone = UpdateZone,
            FaultZone = FaultZone,
            StartTime = Started,
            IAmAliveTime = Alive,
            SuspectTimes = Suspects?.Select(vote => Tuple.Create(SiloAddress.FromParsableString(vote.By), vote.At)).ToList(),
        },
        ETag);

    /// <summary>A vote against a member.</summary>
    internal sealed record Suspicion([property: JsonPropertyName("by")] string By, [property: JsonPropertyName("at")] DateTime At);
}
