namespace SteerScope.Sweeps.Leases;

/// <summary>
/// Writes ledger entries for many callers at once: what gathers while one flush is under way goes into the next. Calls come
/// from one logical thread; the writing is done on another.
/// </summary>
public sealed class LedgerJournal(LedgerFile file) : IDisposable
{
    private readonly List<LedgerEntry> _pending = [];
    private long _taken;
    private long _written;
    private Task? _flush;

    /// <summary>Returns when the entries, and all before them, are on the disk.</summary>
    /// <exception cref="IOException">They are not; they are tried again with the next ones.</exception>
    public async Task WriteAsync(IReadOnlyList<LedgerEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _pending.AddRange(entries);
        _taken += entries.Count;
        var last = _taken;
        while (_written < last)
        {
            await (_flush ??= FlushAsync());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private async Task FlushAsync()
    {
        LedgerEntry[] batch = [.. _pending];
        try
        {
            // Yields always: the field must be set before this method ends.
            await Task.Run(() => file.Append(batch)).ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _pending.RemoveRange(0, batch.Length);
            _written += batch.Length;
        }
        finally
        {
            _flush = null;
        }
    }
}
