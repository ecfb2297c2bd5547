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
    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await folder.CreateAsync().ConfigureAwait(false);
        if (tryInitTableVersion)
        {
            await LoadAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) => Task.Run(async () =>
    {
        if (clusterId == cluster)
        {
            using (await _lock.AcquireAsync().ConfigureAwait(false))
            {
                CheckedJson.Delete(folder.Members);
            }
        }
    });

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => ChangeAsync(table => table.Cleanup(beforeDate));

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadRow(SiloAddress key) => (await LoadAsync().ConfigureAwait(false)).ToData(key);

    /// <inheritdoc/>
    public async Task<MembershipTableData> ReadAll() => (await LoadAsync().ConfigureAwait(false)).ToData();

    /// <inheritdoc/>
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(tableVersion);
        return ChangeAsync(table => table.Insert(entry, tableVersion));
    }

    /// <inheritdoc/>
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(tableVersion);
        return ChangeAsync(table => table.Update(entry, etag, tableVersion));
    }

    /// <inheritdoc/>
    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await ChangeAsync(table => table.Alive(entry.SiloAddress, entry.IAmAliveTime)).ConfigureAwait(false);
        folder.Touch();
    }

    private Task<MemberTable> LoadAsync() => Task.Run(async () =>
    {
        if (Find(out var state) is { } table && state == CheckedJsonState.Whole)
        {
            return table;
        }

        using (await _lock.AcquireAsync().ConfigureAwait(false))
        {
            return LoadHeld();
        }
    });

    private Task<bool> ChangeAsync(Func<MemberTable, MemberTable?> change) => Task.Run(async () =>
    {
        using (await _lock.AcquireAsync().ConfigureAwait(false))
        {
            if (change(LoadHeld()) is not { } changed)
            {
                return false;
            }

            CheckedJson.Write(folder.Members, MemberTable.Format, changed.ToJson());
            return true;
        }
    });

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
