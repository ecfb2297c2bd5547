using Microsoft.Extensions.Logging;

namespace SteerScope.Silo.Membership;

/// <summary>
/// Orleans' membership table in one file of a folder that all silos share. Every silo changes the file itself, under the
/// folder's lock, so that none is needed by the others: any of them, and all of them, may die at any moment.
/// </summary>
internal sealed partial class FileMembershipTable(ClusterFolder folder, string cluster, ILogger logger, TimeProvider? time = null) : IMembershipTable
{
    private readonly FileLock _lock = folder.MembersLock();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

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
            if (Find(out var state) is { } table && state == CheckedJsonState.Whole)
            {
                return table;
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

                CheckedJson.Write(folder.Members, MemberTable.Format, changed.ToJson());
                return true;
            }
        },
        cancellation);

    // A table that is missing or damaged is replaced at once: its etags must be the same for whoever reads it next.
    private MemberTable LoadHeld()
    {
        var found = Find(out var state);
        if (found is not null && state == CheckedJsonState.Whole)
        {
            return found;
        }

        var table = found?.Recovered(_time.GetUtcNow()) ?? MemberTable.Create(cluster, _time.GetUtcNow());
        if (state != CheckedJsonState.Missing)
        {
            LogRecovered(logger, folder.Members, table.Members.Count);
        }

        CheckedJson.Write(folder.Members, MemberTable.Format, table.ToJson());
        return table;
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} was damaged or lost; it was made again with {Members} members.")]
    private static partial void LogRecovered(ILogger logger, string file, int members);
}
