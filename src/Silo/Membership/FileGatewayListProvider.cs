using Orleans.Messaging;

namespace SteerScope.Silo.Membership;

/// <summary>Tells clients where the silos of a <see cref="FileMembershipTable"/> take them. It only reads, and takes no lock.</summary>
internal sealed class FileGatewayListProvider(ClusterFolder folder, string cluster, TimeSpan maxStaleness) : IGatewayListProvider
{
    /// <inheritdoc/>
    public TimeSpan MaxStaleness => maxStaleness;

    /// <inheritdoc/>
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IList<Uri>> GetGateways() => GetGatewaysAsync(CancellationToken.None);

    /// <inheritdoc/>
    public Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken) => Task.Run(Read, cancellationToken);

    private IList<Uri> Read()
    {
        var state = CheckedJson.Read(folder.Members, MemberTable.Format, out var content);
        var table = state is CheckedJsonState.Whole or CheckedJsonState.Copy ? MemberTable.Parse(content, cluster) : null;
        return [.. (table?.Members ?? [])
            .Where(row => row is { Status: SiloStatus.Active, GatewayPort: > 0 })
            .Select(row => GatewayOf(SiloAddress.FromParsableString(row.Silo), row.GatewayPort))];
    }

    private static Uri GatewayOf(SiloAddress silo, int port) =>
        SiloAddress.New(silo.Endpoint.Address, port, silo.Generation).ToGatewayUri();
}
