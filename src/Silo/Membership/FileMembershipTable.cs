using Microsoft.Extensions.Logging;

namespace SteerScope.Silo.Membership;

/// <summary>
/// Orleans' membership table in one file of a folder that all silos share. Every silo changes the file itself, under the
/// folder's lock, so that none is needed by the others: any of them, and all of them, may die at any moment.
/// </summary>
internal sealed partial class FileMembershipTable(ClusterFolder folder, string cluster, ILogger logger) : IMembershipTable
{
    private readonly FileLock _lock = folder.MembersLock();

    // What this silo was last told; replaced as a whole.
    private volatile MemberTable? _seen;

    /// <inheritdoc/>
    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken)
    {
        await folder.CreateAsync(cancellationToken).ConfigureAwait(false);
        if (tryInitTableVersion)
        {
            await LoadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            if (clusterId == cluster)
            {
                using (await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false))
                {
                    CheckedJson.Delete(folder.Members);
                }
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken) =>
        ChangeAsync(table => table.Cleanup(beforeDate), cancellationToken);

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken).ConfigureAwait(false)).ToData(key);

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken).ConfigureAwait(false)).ToData();

    /// <inheritdoc/>
    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(tableVersion);
        return ChangeAsync(table => table.Insert(entry, tableVersion), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(tableVersion);
        return ChangeAsync(table => table.Update(entry, etag, tableVersion), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await ChangeAsync(table => table.Alive(entry.SiloAddress, entry.IAmAliveTime), cancellationToken).ConfigureAwait(false);
        folder.Touch();
    }

    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => ReadRowAsync(key, CancellationToken.None);

    Task<MembershipTableData> IMembershipTable.ReadAll() => ReadAllAsync(CancellationToken.None);

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion, CancellationToken.None);

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None);

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry, CancellationToken.None);

    private Task<MemberTable> LoadAsync(CancellationToken cancellation) => Task.Run(
        async () =>
        {
            if (Find(out var state) is { } table && state == CheckedJsonState.Whole && !IsBehind(table))
            {
                return _seen = table;
            }

            using (await _lock.AcquireAsync(cancellation).ConfigureAwait(false))
            {
                return LoadHeld();
            }
        },
        cancellation);

    private Task<bool> ChangeAsync(Func<MemberTable, MemberTable?> change, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            using (await _lock.AcquireAsync(cancellation).ConfigureAwait(false))
            {
                if (change(LoadHeld()) is not { } changed)
                {
                    return false;
                }

                Write(changed);
                return true;
            }
        },
        cancellation);

    // A table that is missing or damaged is replaced at once: its etags must be the same for whoever reads it next.
    private MemberTable LoadHeld()
    {
        var found = Find(out var state);
        var table = found ?? MemberTable.Create(cluster);
        if (found is null && state != CheckedJsonState.Missing || state == CheckedJsonState.Copy)
        {
            LogRecovered(logger, folder.Members, table.Members.Count);
        }

        if (IsBehind(table))
        {
            table = table with { Version = _seen!.Version + 1 };
        }
        else if (state == CheckedJsonState.Whole)
        {
            return _seen = table;
        }

        return Write(table);
    }

    // A table that was lost and made again starts low. Silos ignore versions below what they know, and would go on beside the
    // new cluster; a higher version without them tells them to end.
    private bool IsBehind(MemberTable table) => _seen is { } seen && table.Incarnation != seen.Incarnation && table.Version <= seen.Version;

    private MemberTable Write(MemberTable table)
    {
        CheckedJson.Write(folder.Members, MemberTable.Format, table.ToJson());
        return _seen = table;
    }

    private MemberTable? Find(out CheckedJsonState state)
    {
        state = CheckedJson.Read(folder.Members, MemberTable.Format, out var content);
        if (state is CheckedJsonState.Missing or CheckedJsonState.Damaged)
        {
            return null;
        }

        var table = MemberTable.Parse(content, cluster);
        if (table is null)
        {
            state = CheckedJsonState.Damaged;
        }

        return table;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} was damaged; it was made again with {Members} members.")]
    private static partial void LogRecovered(ILogger logger, string file, int members);
}
