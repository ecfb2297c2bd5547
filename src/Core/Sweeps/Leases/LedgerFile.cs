using System.Globalization;
using System.Text;

namespace SteerScope.Sweeps.Leases;

/// <summary>
/// The ledger of one term in <c>state/ledger/&lt;term&gt;.jsonl</c>. It appears whole, with all that is left of the terms
/// before, and grows by appending; only the newest is read.
/// </summary>
public sealed class LedgerFile : IDisposable
{
    private const string Ending = ".jsonl";
    private const string InProgress = ".inprogress";
    private readonly FileStream _file;
    private long _length;

    private LedgerFile(FileStream file)
    {
        _file = file;
        _length = file.Length;
    }

    /// <summary>Begins a term's ledger.</summary>
    /// <exception cref="IOException">The disk is full, or the term has a ledger already.</exception>
    public static LedgerFile Begin(string folder, long term, LedgerState past)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, term);
        var staged = path + InProgress;
        using (var stream = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(past.Entries().Select(LedgerText.Line))));
            stream.Flush(flushToDisk: true);
        }

        File.Move(staged, path, overwrite: false);
        foreach (var older in Terms(folder, Ending).Where(t => t < term))
        {
            File.Delete(PathOf(folder, older));
        }

        // What a leader left that ended while it began.
        foreach (var older in Terms(folder, Ending + InProgress).Where(t => t < term))
        {
            File.Delete(PathOf(folder, older) + InProgress);
        }

        return new LedgerFile(new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0));
    }

    /// <summary>Reads the newest ledger; nothing when there is none.</summary>
    public static LedgerState Read(string folder)
    {
        if (Terms(folder, Ending).DefaultIfEmpty(-1).Max() is var newest && newest < 0)
        {
            return LedgerState.Of([]);
        }

        return LedgerState.Of(LedgerText.Parse(File.ReadAllBytes(PathOf(folder, newest))));
    }

    /// <summary>Appends, and returns when it is on the disk. After a failure the same entries can be appended again.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(IEnumerable<LedgerEntry> entries)
    {
        if (_file.Length != _length)
        {
            // What an append that failed left behind would end the reading of all that follows.
            _file.SetLength(_length);
        }

        var bytes = Encoding.UTF8.GetBytes(string.Concat(entries.Select(LedgerText.Line)));
        _file.Position = _length;
        _file.Write(bytes);
        _file.Flush(flushToDisk: true);
        _length += bytes.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string PathOf(string folder, long term) =>
        Path.Combine(folder, term.ToString(CultureInfo.InvariantCulture) + Ending);

    private static IEnumerable<long> Terms(string folder, string ending) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + ending)
            .Select(f => long.TryParse(Path.GetFileName(f)[..^ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var term) ? term : -1)
            .Where(t => t >= 0)
        : [];
}
